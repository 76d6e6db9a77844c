import { type Href, usePathname, useRouter } from 'expo-router';
import { useEffect, useRef } from 'react';

import type { Stage } from './stage';

/** A link that was opened before log-in is followed after it. */
export function useReturnTo(stage: Stage): void {
  const pathname = usePathname();
  const router = useRouter();
  const wanted = useRef<string | null>(null);
  const previous = useRef<Stage>('starting');
  useEffect(() => {
    const before = previous.current;
    previous.current = stage;
    if (before === 'starting' && stage === 'anonymous') wanted.current = pathname;
    if (before === stage || stage !== 'member' || wanted.current === null) return;
    const target = wanted.current;
    wanted.current = null;
    if (target !== '/' && !publicPaths.includes(target)) router.replace(target as Href);
  }, [stage, pathname, router]);
}

const publicPaths = ['/welcome', '/login', '/sign-up', '/verify-email', '/reset-password'];
