/** Distances in points; `gap="m"` in the ui kit means one of these. */
export const space = {
  none: 0,
  xxs: 2,
  xs: 4,
  s: 8,
  m: 12,
  l: 16,
  xl: 24,
  xxl: 32,
  xxxl: 48,
} as const;
export type Space = keyof typeof space;

export const radius = { none: 0, s: 8, m: 12, l: 20, xl: 28, full: 999 } as const;
export type Radius = keyof typeof radius;

/** Touch targets are never smaller than `control`. */
export const size = {
  hairline: 1,
  iconSmall: 18,
  icon: 24,
  control: 44,
  controlLarge: 52,
  tabBar: 64,
  rail: 220,
  railNarrow: 84,
  content: 720,
  form: 440,
} as const;

export const type = {
  tab: { fontSize: 11, lineHeight: 14, fontWeight: '500' },
  caption: { fontSize: 12, lineHeight: 16, fontWeight: '400' },
  small: { fontSize: 14, lineHeight: 20, fontWeight: '400' },
  body: { fontSize: 16, lineHeight: 24, fontWeight: '400' },
  label: { fontSize: 14, lineHeight: 20, fontWeight: '600' },
  strong: { fontSize: 16, lineHeight: 24, fontWeight: '700' },
  title: { fontSize: 20, lineHeight: 28, fontWeight: '700' },
  heading: { fontSize: 24, lineHeight: 32, fontWeight: '700' },
  display: { fontSize: 32, lineHeight: 40, fontWeight: '800' },
} as const;
export type TypeVariant = keyof typeof type;

/**
 * Widths from which the layout changes: `rail` moves the tab bar to the left, `railWide` shows its labels beside the
 * icons, `brand` puts the brand beside the forms of those who are not in yet.
 */
export const breakpoints = { rail: 720, brand: 900, railWide: 1100 } as const;
