export { default } from '@/features/connect/connect-screen';
