import { useEffect } from 'react';
import { useSafeAreaInsets } from 'react-native-safe-area-context';
import { create } from 'zustand';

import { space } from '@/theme/tokens';

import { Box } from './box';
import { Text } from './text';

type ToastState = { text: string | null; shownAt: number };

const useToasts = create<ToastState>(() => ({ text: null, shownAt: 0 }));

const visibleFor = 4_000;

/** A short note that goes away by itself; screen readers say it when they are free. */
export function showToast(text: string): void {
  useToasts.setState({ text, shownAt: Date.now() });
}

/** Mounted once, at the root. */
export function ToastHost() {
  const { text, shownAt } = useToasts();
  const insets = useSafeAreaInsets();
  useEffect(() => {
    if (!text) return;
    const timer = setTimeout(() => useToasts.setState({ text: null }), visibleFor);
    return () => clearTimeout(timer);
  }, [text, shownAt]);
  return (
    <Box
      role="status"
      aria-live="polite"
      style={{
        position: 'absolute',
        left: 0,
        right: 0,
        bottom: insets.bottom + 80,
        alignItems: 'center',
        pointerEvents: 'none',
      }}
    >
      {text ? (
        <Box
          background="text"
          radius="m"
          paddingX="l"
          paddingY="m"
          maxWidth="90%"
          style={{ margin: space.s }}
        >
          <Text variant="label" tone="inverse">
            {text}
          </Text>
        </Box>
      ) : null}
    </Box>
  );
}
