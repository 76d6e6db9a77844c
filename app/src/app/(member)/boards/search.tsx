export { default } from '@/features/community/search-screen';
