export { default } from '@/features/shell/group-layout';
