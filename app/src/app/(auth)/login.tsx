export { default } from '@/features/auth/login-screen';
