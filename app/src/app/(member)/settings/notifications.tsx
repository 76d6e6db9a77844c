export { default } from '@/features/notifications/preferences-screen';
