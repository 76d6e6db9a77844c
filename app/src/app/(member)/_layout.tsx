export { default } from '@/features/shell/member-layout';
