import { describe, expect, test } from 'vitest';

import { type ColorName, type Colors, dark, light } from './colors';

/** What is written on what; WCAG 2.2 AA asks 4.5 for text and 3 for signs and frames. */
const texts: [ColorName, ColorName][] = [
  ...(['text', 'textMuted', 'textBrand', 'textDanger', 'textSuccess'] as const).flatMap(
    (name): [ColorName, ColorName][] => [
      [name, 'page'],
      [name, 'surface'],
      [name, 'sunken'],
    ],
  ),
  ['onBrand', 'brandFill'],
  ['onBrandMuted', 'brandFill'],
  ['onBrand', 'brandFillStrong'],
  ['onBrand', 'danger'],
  ['onBubbleOwn', 'bubbleOwn'],
  ['onBubbleOther', 'bubbleOther'],
  ['onChipSelected', 'chipSelected'],
  ['textBrand', 'chip'],
  ['page', 'text'],
];

const signs: [ColorName, ColorName][] = [
  ['tabActive', 'surface'],
  ['tabIdle', 'surface'],
  ['borderStrong', 'surface'],
  ['danger', 'surface'],
  ['heart', 'surface'],
  ['focus', 'page'],
  ['bell', 'brandFill'],
];

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(colors: Colors, [front, back]: [ColorName, ColorName]): number {
  const [bright, dim] = [luminance(colors[front]), luminance(colors[back])].sort(
    (a, b) => b - a,
  ) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s theme', (_name, colors) => {
  test.each(texts)('%s can be read on %s', (...pair) =>
    expect(contrast(colors, pair)).toBeGreaterThanOrEqual(4.5),
  );
  test.each(signs)('%s can be seen on %s', (...pair) =>
    expect(contrast(colors, pair)).toBeGreaterThanOrEqual(3),
  );
});
