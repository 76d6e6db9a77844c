export { default } from '@/features/connect/friends-screen';
