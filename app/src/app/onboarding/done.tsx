export { default } from '@/features/onboarding/done-screen';
