export { default } from '@/features/community/my-bookmarks-screen';
