export { default } from '@/features/shell/tabs-layout';
