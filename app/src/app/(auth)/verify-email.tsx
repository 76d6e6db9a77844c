export { default } from '@/features/auth/verify-email-screen';
