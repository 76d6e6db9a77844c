import type { ViewStyle } from 'react-native';

import type { MediaView } from '@/api/types';
import type { Radius } from '@/theme/tokens';

export type PictureProps = {
  media: MediaView;
  /** Which of the sizes that the server made; any other stands in when it is not there. */
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

export function pictureUrl({ media, variant }: PictureProps): string | undefined {
  return media.variants[variant] ?? Object.values(media.variants)[0];
}

export function pictureRatio({ media, keepRatio }: PictureProps): number | undefined {
  return keepRatio && media.width && media.height ? media.width / media.height : undefined;
}
