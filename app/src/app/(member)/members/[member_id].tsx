export { default } from '@/features/connect/member-screen';
