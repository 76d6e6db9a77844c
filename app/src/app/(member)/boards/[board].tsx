export { default } from '@/features/community/board-screen';
