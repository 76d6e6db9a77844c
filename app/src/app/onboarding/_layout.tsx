export { default, unstable_settings } from '@/features/onboarding/onboarding-layout';
