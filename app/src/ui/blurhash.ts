const alphabet =
  '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';

type Pixels = { width: number; height: number };
type Wave = [number, number, number];

/** The RGBA pixels of a blurhash (blurha.sh), or null when the text is not one. */
export function blurhashPixels(
  hash: string,
  { width, height }: Pixels,
): Uint8ClampedArray<ArrayBuffer> | null {
  const waves = readWaves(hash);
  if (!waves) return null;
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const color = colorAt(waves, { x: x / width, y: y / height });
      pixels.set([...color.map(toSrgb), 255], (y * width + x) * 4);
    }
  }
  return pixels;
}

type Waves = { columns: number; parts: Wave[] };

function readWaves(hash: string): Waves | null {
  if (hash.length < 6 || [...hash].some((sign) => !alphabet.includes(sign))) return null;
  const flag = number(hash.slice(0, 1));
  const columns = (flag % 9) + 1;
  const rows = Math.floor(flag / 9) + 1;
  if (hash.length !== 4 + 2 * columns * rows) return null;
  const strongest = (number(hash.slice(1, 2)) + 1) / 166;
  const average = number(hash.slice(2, 6));
  const parts: Wave[] = [
    [toLinear(average >> 16), toLinear((average >> 8) & 255), toLinear(average & 255)],
  ];
  for (let at = 6; at < hash.length; at += 2)
    parts.push(readDetail(number(hash.slice(at, at + 2)), strongest));
  return { columns, parts };
}

function readDetail(value: number, strongest: number): Wave {
  const part = (step: number) => {
    const signed = ((Math.floor(value / step) % 19) - 9) / 9;
    return Math.sign(signed) * signed * signed * strongest;
  };
  return [part(361), part(19), part(1)];
}

function colorAt({ columns, parts }: Waves, { x, y }: { x: number; y: number }): Wave {
  const sum: Wave = [0, 0, 0];
  parts.forEach((part, index) => {
    const basis =
      Math.cos(Math.PI * x * (index % columns)) *
      Math.cos(Math.PI * y * Math.floor(index / columns));
    sum[0] += part[0] * basis;
    sum[1] += part[1] * basis;
    sum[2] += part[2] * basis;
  });
  return sum;
}

function number(signs: string): number {
  return [...signs].reduce((value, sign) => value * 83 + alphabet.indexOf(sign), 0);
}

function toLinear(value: number): number {
  const share = value / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function toSrgb(value: number): number {
  const share = Math.min(1, Math.max(0, value));
  return Math.round(
    (share <= 0.0031308 ? share * 12.92 : 1.055 * share ** (1 / 2.4) - 0.055) * 255,
  );
}
