export { default } from '@/features/chat/room-screen';
