export { default } from '@/features/onboarding/mbti-screen';
