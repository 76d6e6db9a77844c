import Constants from 'expo-constants';
import { randomUUID } from '@/lib/random-uuid';
import * as Device from 'expo-device';
import * as Notifications from 'expo-notifications';
import { useRouter } from 'expo-router';
import { useEffect } from 'react';

import { api, unwrap } from '@/api/client';
import { preferences } from '@/lib/preferences';

import { useUnreadNotifications } from './queries';
import { targetOf } from './target';

const channel = 'default';

/** While the app is in front, its own list and badge tell what is new. */
Notifications.setNotificationHandler({
  handleNotification: async () => ({
    shouldShowBanner: false,
    shouldShowList: false,
    shouldPlaySound: false,
    shouldSetBadge: true,
  }),
});

/** Lets this phone be pushed to while somebody is signed in, and opens what a tapped push is about. */
export function usePush(name: string): void {
  useEffect(() => {
    // Without pushes the app is whole; the next start tries again.
    void registerDevice(name).catch(() => undefined);
    const changed = Notifications.addPushTokenListener(
      () => void registerDevice(name).catch(() => undefined),
    );
    return () => changed.remove();
  }, [name]);
  useTaps();
  const unread = useUnreadNotifications();
  useEffect(() => {
    void Notifications.setBadgeCountAsync(unread).catch(() => undefined);
  }, [unread]);
}

function useTaps(): void {
  const router = useRouter();
  const response = Notifications.useLastNotificationResponse();
  useEffect(() => {
    if (response?.actionIdentifier !== Notifications.DEFAULT_ACTION_IDENTIFIER) return;
    const data = textsOf(response.notification.request.content.data);
    const target = targetOf({ kind: data.kind ?? '', actorId: data.actor_id, data });
    Notifications.clearLastNotificationResponse();
    if (target) router.navigate(target);
  }, [response, router]);
}

function textsOf(data: Record<string, unknown> | null | undefined): Record<string, string> {
  const texts = Object.entries(data ?? {}).filter(([, value]) => typeof value === 'string');
  return Object.fromEntries(texts) as Record<string, string>;
}

async function registerDevice(name: string): Promise<void> {
  const projectId: unknown =
    Constants.easConfig?.projectId ?? Constants.expoConfig?.extra?.eas?.projectId;
  if (!Device.isDevice || typeof projectId !== 'string' || !(await isAllowed(name))) return;
  const { data: token } = await Notifications.getExpoPushTokenAsync({ projectId });
  const params = { path: { installation_id: await installationId() } };
  await unwrap(api.PUT('/api/v1/devices/{installation_id}', { params, body: { token } }));
}

async function isAllowed(name: string): Promise<boolean> {
  // Android asks only once there is a channel.
  await Notifications.setNotificationChannelAsync(channel, {
    name,
    importance: Notifications.AndroidImportance.DEFAULT,
  });
  const { granted, canAskAgain } = await Notifications.getPermissionsAsync();
  if (granted || !canAskAgain) return granted;
  return (await Notifications.requestPermissionsAsync()).granted;
}

/** Made once; it stays when another member logs in, so that the token is theirs then. */
async function installationId(): Promise<string> {
  const known = await preferences.get('installation');
  if (known) return known;
  const made = randomUUID();
  await preferences.set('installation', made);
  return made;
}
