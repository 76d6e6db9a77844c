export { default } from '@/features/settings/sessions-screen';
