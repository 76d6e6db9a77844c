export { default } from '@/features/groups/invites-screen';
