export { default } from '@/features/onboarding/profile-screen';
