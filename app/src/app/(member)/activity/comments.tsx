export { default } from '@/features/community/my-comments-screen';
