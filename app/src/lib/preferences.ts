import { deleteItemAsync, getItemAsync, setItemAsync } from 'expo-secure-store';

type PreferenceName = 'language' | 'signed_in' | 'installation';

/** Small settings of this device. */
export const preferences = {
  get: (name: PreferenceName): Promise<string | null> => getItemAsync(`dife.${name}`),
  set: (name: PreferenceName, value: string): Promise<void> => setItemAsync(`dife.${name}`, value),
  remove: (name: PreferenceName): Promise<void> => deleteItemAsync(`dife.${name}`),
};
