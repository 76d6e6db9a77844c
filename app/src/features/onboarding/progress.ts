import { create } from 'zustand';

/** Whose last page of the onboarding is still to be seen, although their profile is complete by then. */
export const useOnboarding = create<{ memberId: string | null }>(() => ({ memberId: null }));

export function openOnboarding(memberId: string): void {
  useOnboarding.setState({ memberId });
}

export function closeOnboarding(): void {
  useOnboarding.setState({ memberId: null });
}
