import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { useLiveNotifications } from '@/realtime';

import { communityKeys } from './queries';

/** Whoever is told of a comment or a like while the post is open sees it there too. */
export function useLivePost(postId: string): void {
  const queries = useQueryClient();
  const { latest } = useLiveNotifications();
  // What was told before the page opened is on it already.
  const [first] = useState(latest);
  useEffect(() => {
    if (!latest || latest === first || latest.data.post_id !== postId) return;
    void queries.invalidateQueries({ queryKey: communityKeys.post(postId) });
    void queries.invalidateQueries({ queryKey: communityKeys.comments(postId) });
  }, [queries, latest, first, postId]);
}
