export { default } from '@/features/chat/search-screen';
