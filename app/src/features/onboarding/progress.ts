import { create } from 'zustand';

/** The last page of the onboarding is still to be seen, although the profile is complete by then. */
export const useOnboarding = create<{ open: boolean }>(() => ({ open: false }));

export function openOnboarding(): void {
  useOnboarding.setState({ open: true });
}

export function closeOnboarding(): void {
  useOnboarding.setState({ open: false });
}
