export { default } from '@/features/groups/new-group-screen';
