export { default } from '@/features/chat/bookmarks-screen';
