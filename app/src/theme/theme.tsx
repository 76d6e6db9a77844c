import { createContext, type ReactNode, use } from 'react';
import { useColorScheme } from 'react-native';

import { type Colors, dark, light } from './colors';

type Theme = { scheme: 'light' | 'dark'; colors: Colors };

const themes = {
  light: { scheme: 'light', colors: light },
  dark: { scheme: 'dark', colors: dark },
} as const satisfies Record<string, Theme>;

const ThemeContext = createContext<Theme>(themes.light);

/** The theme follows the system. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const scheme = useColorScheme() === 'dark' ? 'dark' : 'light';
  return <ThemeContext value={themes[scheme]}>{children}</ThemeContext>;
}

export function useTheme(): Theme {
  return use(ThemeContext);
}
