export { default } from '@/features/chat/rooms-screen';
