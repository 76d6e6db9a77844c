export { default } from '@/features/community/new-post-screen';
