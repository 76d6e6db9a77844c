import { Text as NativeText, View } from 'react-native';

import type { MediaView } from '@/api/types';
import { flagOf } from '@/i18n/flags';
import { font } from '@/theme/font';
import { useTheme } from '@/theme/theme';
import { radius, type } from '@/theme/tokens';

import { Picture } from './picture';

const sizes = { s: 36, m: 48, l: 72, xl: 112 } as const;

type AvatarProps = {
  name: string;
  photo?: MediaView | null;
  country?: string | null;
  size?: keyof typeof sizes;
  /** A green dot: they are here. */
  online?: boolean;
};

/** The photo or the first letter, with the flag of the country; the name beside it is what screen readers say. */
export function Avatar({ name, photo, country, size = 'm', online }: AvatarProps) {
  const { colors } = useTheme();
  const side = sizes[size];
  return (
    <View aria-hidden style={{ width: side, height: side }}>
      {photo ? (
        <Picture media={photo} variant="thumb" alt="" width={side} height={side} corner="l" />
      ) : (
        <View style={[initialBox, { backgroundColor: colors.sunken }]}>
          <NativeText
            style={[
              type.title,
              font,
              { color: colors.textBrand, fontSize: side * 0.4, lineHeight: side * 0.5 },
            ]}
          >
            {[...name][0]?.toLocaleUpperCase() ?? '?'}
          </NativeText>
        </View>
      )}
      {online ? (
        <View
          style={[onlineDot, { backgroundColor: colors.textSuccess, borderColor: colors.surface }]}
        />
      ) : null}
      {country ? (
        <NativeText
          style={[
            font,
            { position: 'absolute', right: -4, bottom: -4, fontSize: Math.max(14, side * 0.3) },
          ]}
        >
          {flagOf(country)}
        </NativeText>
      ) : null}
    </View>
  );
}

const onlineDot = {
  position: 'absolute',
  top: -3,
  right: -3,
  width: 14,
  height: 14,
  borderRadius: radius.full,
  borderWidth: 2,
} as const;

const initialBox = {
  flex: 1,
  borderRadius: radius.l,
  alignItems: 'center',
  justifyContent: 'center',
} as const;
