import type { PushPermission } from './push-permission';

export function usePushPermission(): PushPermission {
  return 'unavailable';
}

export function openPhoneSettings(): void {}
