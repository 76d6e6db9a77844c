import { Stack } from 'expo-router';

import { steps } from './steps';

/** The steps in their order, which is not the alphabet's. */
export default function OnboardingLayout() {
  return (
    <Stack screenOptions={{ headerShown: false }}>
      {steps.map((step) => (
        <Stack.Screen key={step} name={step} />
      ))}
    </Stack>
  );
}
