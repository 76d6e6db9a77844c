export { default } from '@/features/moderation/blocked-screen';
