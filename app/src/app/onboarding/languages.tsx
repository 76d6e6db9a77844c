export { default } from '@/features/onboarding/languages-screen';
