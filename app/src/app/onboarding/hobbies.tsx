export { default } from '@/features/onboarding/hobbies-screen';
