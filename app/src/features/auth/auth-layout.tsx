import { Stack } from 'expo-router';

/** Whoever is not logged in begins with the first of these. */
export default function AuthLayout() {
  return (
    <Stack screenOptions={{ headerShown: false }}>
      <Stack.Screen name="welcome" />
    </Stack>
  );
}
