export { default, ErrorBoundary } from '@/features/shell/root-layout';
