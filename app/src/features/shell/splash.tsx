import { useTheme } from '@/theme/theme';
import { Stack } from '@/ui/box';
import { Curve, Logo } from '@/ui/logo';

/** The look of the first moment; it has no words, since the language may not be there yet. */
export function Splash() {
  const { scheme } = useTheme();
  return (
    <Stack grow background="sunken" align="center" justify="center" gap="xl">
      <Curve color="brandFillStrong" />
      <Logo color={scheme === 'dark' ? 'onBrand' : 'brandFillStrong'} height={64} />
    </Stack>
  );
}
