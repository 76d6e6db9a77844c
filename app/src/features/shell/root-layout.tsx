import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { SafeAreaProvider } from 'react-native-safe-area-context';

import { backoff } from '@/api/backoff';
import { queryClient } from '@/api/query-client';
import { startSession } from '@/api/session';
import { startI18n } from '@/i18n/i18n';
import { ThemeProvider } from '@/theme/theme';
import { ToastHost } from '@/ui/toast';

import { RootNavigator } from './root-navigator';
import { Splash } from './splash';

export { ErrorBoundary } from './error-boundary';

/** Without words nothing can be said, not even what is wrong: they are asked for until they come. */
async function findWords(): Promise<void> {
  for (let count = 0; ; count += 1) {
    try {
      return await startI18n();
    } catch {
      await new Promise((done) => setTimeout(done, backoff(count)));
    }
  }
}

/** The outermost frame of the app: nothing is drawn before there are words to draw it with. */
export default function RootLayout() {
  const [ready, setReady] = useState(false);
  useEffect(() => {
    void findWords().then(() => {
      setReady(true);
      return startSession();
    });
  }, []);
  return (
    <SafeAreaProvider>
      <ThemeProvider>
        <QueryClientProvider client={queryClient}>
          {ready ? <RootNavigator /> : <Splash />}
          {ready ? <ToastHost /> : null}
        </QueryClientProvider>
      </ThemeProvider>
    </SafeAreaProvider>
  );
}
