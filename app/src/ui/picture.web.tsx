import { useEffect, useRef } from 'react';
import { View } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius } from '@/theme/tokens';

import { blurhashPixels } from './blurhash';
import { type PictureProps, pictureRatio, pictureUrl } from './picture-props';

const cover = { position: 'absolute', inset: 0, width: '100%', height: '100%' } as const;

/**
 * A picture of the server; its blurhash stands there until it has come. The browser's own <img> does it: expo-image
 * writes an inline <style>, which our content security policy forbids.
 */
export function Picture(props: PictureProps) {
  const { media, alt, fit = 'cover', corner = 'm', width, height } = props;
  const { colors } = useTheme();
  const frame = { width, height, aspectRatio: pictureRatio(props), borderRadius: radius[corner] };
  return (
    <View style={[frame, { overflow: 'hidden', backgroundColor: colors.sunken }]}>
      {media.blurhash ? <Blur hash={media.blurhash} /> : null}
      <img
        src={pictureUrl(props)}
        alt={alt}
        loading="lazy"
        decoding="async"
        draggable={false}
        style={{ ...cover, objectFit: fit }}
      />
    </View>
  );
}

const side = 20;

function Blur({ hash }: { hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const pixels = blurhashPixels(hash, { width: side, height: side });
    if (pixels)
      canvas.current?.getContext('2d')?.putImageData(new ImageData(pixels, side, side), 0, 0);
  }, [hash]);
  return <canvas ref={canvas} width={side} height={side} aria-hidden="true" style={cover} />;
}
