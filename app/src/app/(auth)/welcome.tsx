export { default } from '@/features/auth/welcome-screen';
