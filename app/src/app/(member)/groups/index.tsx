export { default } from '@/features/groups/discover-screen';
