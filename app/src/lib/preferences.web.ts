type PreferenceName = 'language' | 'signed_in' | 'installation';

/** Storage may be forbidden (private windows); then a setting lasts as long as the page. */
function attempt<Result>(action: () => Result): Result | null {
  try {
    return action();
  } catch {
    return null;
  }
}

/** Small settings of this device. */
export const preferences = {
  get: async (name: PreferenceName): Promise<string | null> =>
    attempt(() => localStorage.getItem(`dife.${name}`)),
  set: async (name: PreferenceName, value: string): Promise<void> => {
    attempt(() => localStorage.setItem(`dife.${name}`, value));
  },
  remove: async (name: PreferenceName): Promise<void> => {
    attempt(() => localStorage.removeItem(`dife.${name}`));
  },
};
