import { Stack } from 'expo-router';

import { pageLayout } from './page-boundary';

/** A group of pages above each other; every page draws its own header. */
export default function GroupLayout() {
  return <Stack screenOptions={{ headerShown: false }} screenLayout={pageLayout} />;
}
