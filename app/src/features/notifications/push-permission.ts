import * as Notifications from 'expo-notifications';
import { useEffect, useState } from 'react';
import { Linking } from 'react-native';

import { watchLifecycle } from '@/realtime/lifecycle';

export type PushPermission = 'granted' | 'denied' | 'undecided' | 'unavailable';

/** Whether this phone lets Dife push; asked again when the person comes back from the phone's settings. */
export function usePushPermission(): PushPermission {
  const [permission, setPermission] = useState<PushPermission>('undecided');
  useEffect(() => {
    const ask = () =>
      void Notifications.getPermissionsAsync().then(({ granted, canAskAgain }) =>
        setPermission(granted ? 'granted' : canAskAgain ? 'undecided' : 'denied'),
      );
    ask();
    return watchLifecycle({ onWake: ask, onOffline: () => {} });
  }, []);
  return permission;
}

export function openPhoneSettings(): void {
  void Linking.openSettings();
}
