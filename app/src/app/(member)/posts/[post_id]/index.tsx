export { default } from '@/features/community/post-screen';
