export { default } from '@/features/settings/email-screen';
