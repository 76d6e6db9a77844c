export { default } from '@/features/connect/requests-screen';
