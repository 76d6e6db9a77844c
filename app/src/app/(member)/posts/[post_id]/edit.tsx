export { default } from '@/features/community/edit-post-screen';
