import { ActivityIndicator } from 'react-native';

import type { ColorName } from '@/theme/colors';
import { useTheme } from '@/theme/theme';

type SpinnerProps = { label: string; color?: ColorName; large?: boolean };

export function Spinner({ label, color = 'tabActive', large }: SpinnerProps) {
  const { colors } = useTheme();
  return (
    <ActivityIndicator aria-label={label} color={colors[color]} size={large ? 'large' : 'small'} />
  );
}
