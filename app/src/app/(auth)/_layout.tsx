export { default } from '@/features/auth/auth-layout';
