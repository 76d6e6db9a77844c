export { default } from '@/features/groups/edit-group-screen';
