import { View, type ViewStyle } from 'react-native';

import type { MediaView } from '@/api/types';
import { space } from '@/theme/tokens';

import { Picture } from './picture';
import { Press } from './press';

type PictureGridProps = {
  pictures: readonly MediaView[];
  /** What picture number so and so is. */
  labelOf: (number: number) => string;
  onOpen: (index: number) => void;
  width?: number;
};

const gap = space.xs;

/** One picture in its own proportions, several as tiles. */
export function PictureGrid({ pictures, labelOf, onOpen, width = 244 }: PictureGridProps) {
  const columns =
    pictures.length === 1 ? 1 : pictures.length === 2 || pictures.length === 4 ? 2 : 3;
  const side = Math.floor((width - gap * (columns - 1)) / columns);
  const single = pictures.length === 1;
  return (
    <View style={[grid, { maxWidth: width }]}>
      {pictures.map((media, index) => (
        <Press key={media.id} aria-label={labelOf(index + 1)} onPress={() => onOpen(index)}>
          <Picture
            media={media}
            variant={single ? 'large' : 'thumb'}
            alt=""
            width={side}
            height={single ? singleHeight(media, side) : side}
            corner="s"
          />
        </Press>
      ))}
    </View>
  );
}

/** A very tall picture is cut; opened, it is whole. */
function singleHeight({ width, height }: MediaView, side: number): number {
  return Math.round(Math.min(side * 1.4, (side * height) / Math.max(1, width)));
}

const grid: ViewStyle = { flexDirection: 'row', flexWrap: 'wrap', gap };
