export { default } from '@/features/community/my-posts-screen';
