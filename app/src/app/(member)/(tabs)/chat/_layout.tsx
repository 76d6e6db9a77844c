export { default } from '@/features/chat/chat-layout';
