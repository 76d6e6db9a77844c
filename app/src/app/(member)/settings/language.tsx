export { default } from '@/features/settings/language-screen';
