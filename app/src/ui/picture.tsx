import { Image } from 'expo-image';

import { useTheme } from '@/theme/theme';
import { radius } from '@/theme/tokens';

import { type PictureProps, pictureRatio, pictureUrl } from './picture-props';

/** A picture of the server; its blurhash stands there until it has come. */
export function Picture(props: PictureProps) {
  const { media, variant, alt, fit = 'cover', corner = 'm', width, height } = props;
  const { colors } = useTheme();
  const url = pictureUrl(props);
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
        aspectRatio: pictureRatio(props),
        borderRadius: radius[corner],
        backgroundColor: colors.sunken,
      }}
    />
  );
}
