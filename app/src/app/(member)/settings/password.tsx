export { default } from '@/features/settings/password-screen';
