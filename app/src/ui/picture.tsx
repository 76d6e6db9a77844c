import { Image } from 'expo-image';
import type { ViewStyle } from 'react-native';

import type { MediaView } from '@/api/types';
import { useTheme } from '@/theme/theme';
import { type Radius, radius } from '@/theme/tokens';

type PictureProps = {
  media: MediaView;
  /** Which of the sizes that the server made; the nearest one there is stands in. */
  variant: string;
  /** What is to be seen; an empty text marks decoration. */
  alt: string;
  fit?: 'cover' | 'contain';
  corner?: Radius;
  width?: ViewStyle['width'];
  height?: ViewStyle['height'];
  /** Keeps the picture's own proportions when only one side is given. */
  keepRatio?: boolean;
};

export function Picture({
  media,
  variant,
  alt,
  fit = 'cover',
  corner = 'm',
  width,
  height,
  keepRatio,
}: PictureProps) {
  const { colors } = useTheme();
  const url = media.variants[variant] ?? Object.values(media.variants)[0];
  const ratio = keepRatio && media.width && media.height ? media.width / media.height : undefined;
  return (
    <Image
      source={url ? { uri: url, cacheKey: `${media.id}-${variant}` } : null}
      placeholder={media.blurhash ? { blurhash: media.blurhash } : undefined}
      contentFit={fit}
      transition={120}
      alt={alt}
      style={{
        width,
        height,
        aspectRatio: ratio,
        borderRadius: radius[corner],
        backgroundColor: colors.sunken,
      }}
    />
  );
}
