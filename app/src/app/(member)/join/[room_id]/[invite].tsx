export { default } from '@/features/groups/group-screen';
