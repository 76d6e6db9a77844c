import { DarkTheme, DefaultTheme, ThemeProvider } from 'expo-router';
import { StatusBar } from 'expo-status-bar';
import type { ReactNode } from 'react';

import { useTheme } from '@/theme/theme';

/** Gives the navigators our page colour, so that nothing flashes between two screens. */
export function NavigationTheme({ children }: { children: ReactNode }) {
  const { scheme, colors } = useTheme();
  const base = scheme === 'dark' ? DarkTheme : DefaultTheme;
  const value = {
    ...base,
    colors: {
      ...base.colors,
      background: colors.page,
      card: colors.surface,
      text: colors.text,
      border: colors.border,
    },
  };
  return (
    <ThemeProvider value={value}>
      <StatusBar style="auto" />
      {children}
    </ThemeProvider>
  );
}
