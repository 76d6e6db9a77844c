export { default } from '@/features/me/profile-edit-screen';
