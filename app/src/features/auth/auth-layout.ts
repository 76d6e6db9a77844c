export { default } from '@/features/shell/group-layout';

/** Whoever is not logged in begins here. */
export const unstable_settings = { anchor: 'welcome' };
