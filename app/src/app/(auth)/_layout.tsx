export { default, unstable_settings } from '@/features/auth/auth-layout';
