import { Stack } from 'expo-router';

import { startSession } from '@/api/session';
import { ChatHost } from '@/features/chat/chat-host';
import { useScriptsOnTheWay } from '@/lib/page-scripts';
import { Box } from '@/ui/box';
import { NavigationTheme } from '@/ui/navigation-theme';
import { Veil } from '@/ui/veil';

import { useMemberLanguage } from './member-language';
import { useReturnTo } from './return-to';
import { Splash } from './splash';
import { useStage } from './stage';
import { Unreachable } from './unreachable';

const retry = () => void startSession();

/** Opens only the part of the app that fits the person; a link to another part leads to the first page of theirs. */
export function RootNavigator() {
  const { stage, error } = useStage();
  const areScriptsOnTheWay = useScriptsOnTheWay();
  useReturnTo(stage);
  useMemberLanguage();
  if (stage === 'starting' || stage === 'leaving') return <Splash />;
  if (stage === 'unreachable') return <Unreachable error={error} onRetry={retry} />;
  return (
    <NavigationTheme>
      {stage === 'member' ? <ChatHost /> : null}
      <Box grow background="page">
        <Stack screenOptions={{ headerShown: false }}>
          <Stack.Protected guard={stage === 'member'}>
            <Stack.Screen name="(member)" />
          </Stack.Protected>
          <Stack.Protected guard={stage === 'onboarding'}>
            <Stack.Screen name="onboarding" />
          </Stack.Protected>
          <Stack.Protected guard={stage === 'anonymous'}>
            <Stack.Screen name="(auth)" />
          </Stack.Protected>
        </Stack>
        <Veil shown={areScriptsOnTheWay} />
      </Box>
    </NavigationTheme>
  );
}
