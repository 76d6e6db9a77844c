import { create } from 'zustand';

type Badges = { chat?: number; connect?: number; community?: number; home?: number; me?: number };

/** Counts on the tabs; each slice sets its own. */
export const useTabBadges = create<Badges>(() => ({}));
