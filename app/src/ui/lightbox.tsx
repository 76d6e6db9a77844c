import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal, useWindowDimensions, View, type ViewStyle } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

import type { MediaView } from '@/api/types';
import { useArrowKeys } from '@/lib/arrow-keys';
import { useTheme } from '@/theme/theme';
import { space } from '@/theme/tokens';

import { IconButton } from './icon-button';
import { Picture } from './picture';
import { Text } from './text';

type LightboxProps = {
  pictures: readonly MediaView[];
  /** Which one is opened; null when it is closed. */
  at: number | null;
  /** What the pictures are, like "Picture from Ana". */
  label: string;
  onClose: () => void;
};

/** Pictures over the whole screen, one at a time. */
export function Lightbox({ pictures, at, label, onClose }: LightboxProps) {
  return (
    <Modal
      aria-label={label}
      visible={at !== null}
      transparent
      animationType="fade"
      onRequestClose={onClose}
    >
      {at === null ? null : (
        <Pages key={at} pictures={pictures} start={at} label={label} onClose={onClose} />
      )}
    </Modal>
  );
}

type PagesProps = Omit<LightboxProps, 'at'> & { start: number };

function Pages({ pictures, start, label, onClose }: PagesProps) {
  const { t } = useTranslation();
  const { colors } = useTheme();
  const insets = useSafeAreaInsets();
  const [index, setIndex] = useState(start);
  const last = pictures.length - 1;
  const go = (by: number) => setIndex((before) => Math.min(last, Math.max(0, before + by)));
  useArrowKeys({ onLeft: () => go(-1), onRight: () => go(1) });
  const picture = pictures[index];
  const { width, height } = useWindowDimensions();
  if (!picture) return null;
  const place = fit(picture, {
    width,
    height: height - insets.top - insets.bottom - 2 * barHeight,
  });
  return (
    <View
      style={[
        page,
        { backgroundColor: colors.lightbox, paddingTop: insets.top, paddingBottom: insets.bottom },
      ]}
    >
      <View style={bar}>
        <Text tone="onBrand" variant="small" aria-live="polite">
          {pictures.length > 1 ? `${index + 1} / ${pictures.length}` : ''}
        </Text>
        <IconButton icon="close" color="onBrand" label={t('app.close')} onPress={onClose} />
      </View>
      <View style={middle}>
        <Picture media={picture} variant="large" alt={label} corner="none" {...place} />
      </View>
      <View style={bar}>
        {pictures.length > 1 ? (
          <>
            <IconButton
              icon="back"
              color="onBrand"
              label={t('app.previous')}
              disabled={index === 0}
              onPress={() => go(-1)}
            />
            <IconButton
              icon="forward"
              color="onBrand"
              label={t('app.next')}
              disabled={index === last}
              onPress={() => go(1)}
            />
          </>
        ) : null}
      </View>
    </View>
  );
}

/** As large as the picture can be without being cut. */
function fit(picture: MediaView, room: Size): Size {
  const scale = Math.min(room.width / picture.width, room.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

type Size = { width: number; height: number };

const barHeight = 48;
const page: ViewStyle = { flex: 1, alignItems: 'center' };
const middle: ViewStyle = { flex: 1, alignItems: 'center', justifyContent: 'center' };
const bar: ViewStyle = {
  flexDirection: 'row',
  alignSelf: 'stretch',
  alignItems: 'center',
  justifyContent: 'space-between',
  minHeight: barHeight,
  paddingHorizontal: space.l,
};
