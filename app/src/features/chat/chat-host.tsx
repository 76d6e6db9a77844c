import { useEffect } from 'react';

import { useTabBadges } from '@/features/shell/tab-badges';
import { useRealtime, useUnreadMessages } from '@/realtime';

/** Keeps the conversations up to date wherever in the app somebody is. It draws nothing. */
export function ChatHost() {
  useRealtime();
  const unread = useUnreadMessages();
  useEffect(() => {
    useTabBadges.setState({ chat: unread });
    return () => useTabBadges.setState({ chat: 0 });
  }, [unread]);
  return null;
}
