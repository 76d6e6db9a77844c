export { default } from '@/features/onboarding/onboarding-layout';
