export { default } from '@/features/community/my-likes-screen';
