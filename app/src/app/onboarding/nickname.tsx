export { default } from '@/features/onboarding/nickname-screen';
