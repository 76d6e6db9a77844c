export { default } from '@/features/community/community-screen';
