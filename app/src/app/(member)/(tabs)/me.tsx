export { default } from '@/features/me/me-screen';
