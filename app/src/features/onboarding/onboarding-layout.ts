export { default } from '@/features/shell/group-layout';

export const unstable_settings = { anchor: 'nickname' };
