/** The brand's own colours; only the two themes below may use them. */
const brand = {
  primary: '#012CFF',
  medium: '#2964E0',
  sky: '#E6F3FF',
  mint: '#7FE6FC',
  yellow: '#FFD600',
  red: '#FF3E3E',
} as const;

export type Colors = {
  page: string;
  surface: string;
  sunken: string;
  /** Behind the brand headers of home and community. */
  brandFill: string;
  brandFillStrong: string;
  onBrand: string;
  onBrandMuted: string;
  text: string;
  textMuted: string;
  textBrand: string;
  textDanger: string;
  textSuccess: string;
  border: string;
  borderStrong: string;
  bubbleOwn: string;
  onBubbleOwn: string;
  bubbleOther: string;
  onBubbleOther: string;
  chip: string;
  chipBorder: string;
  chipSelected: string;
  onChipSelected: string;
  tabActive: string;
  tabIdle: string;
  danger: string;
  heart: string;
  bell: string;
  mint: string;
  curve: string;
  focus: string;
  scrim: string;
  /** Behind a picture that fills the screen. */
  lightbox: string;
  shadow: string;
};

export const light: Colors = {
  page: '#FFFFFF',
  surface: '#FFFFFF',
  sunken: brand.sky,
  brandFill: brand.medium,
  brandFillStrong: brand.primary,
  onBrand: '#FFFFFF',
  onBrandMuted: '#E6F3FF',
  text: '#14171F',
  textMuted: '#596273',
  textBrand: '#1F55CC',
  textDanger: '#C81E1E',
  textSuccess: '#0B6B43',
  border: '#DCE3EE',
  borderStrong: '#7A8699',
  bubbleOwn: brand.medium,
  onBubbleOwn: '#FFFFFF',
  bubbleOther: '#EDEEF3',
  onBubbleOther: '#14171F',
  chip: '#FFFFFF',
  chipBorder: '#7FA3E8',
  chipSelected: brand.medium,
  onChipSelected: '#FFFFFF',
  tabActive: brand.medium,
  tabIdle: '#70798A',
  danger: '#D22424',
  heart: brand.red,
  bell: brand.yellow,
  mint: brand.mint,
  curve: '#CFE4FF',
  focus: brand.primary,
  scrim: '#0B102099',
  lightbox: '#05070DF5',
  shadow: '#0B102026',
};

export const dark: Colors = {
  page: '#0B1020',
  surface: '#141B2E',
  sunken: '#1A2440',
  brandFill: '#2358CC',
  brandFillStrong: '#0A2AC2',
  onBrand: '#FFFFFF',
  onBrandMuted: '#E6F3FF',
  text: '#EEF2FA',
  textMuted: '#A7B2C6',
  textBrand: '#9DBDFF',
  textDanger: '#FF9A9A',
  textSuccess: '#7FE0B2',
  border: '#2A3654',
  borderStrong: '#7B8AA8',
  bubbleOwn: '#2358CC',
  onBubbleOwn: '#FFFFFF',
  bubbleOther: '#232D49',
  onBubbleOther: '#EEF2FA',
  chip: '#141B2E',
  chipBorder: '#5C7AB8',
  chipSelected: '#2E62D6',
  onChipSelected: '#FFFFFF',
  tabActive: '#9DBDFF',
  tabIdle: '#93A0B8',
  danger: '#C73434',
  heart: '#FF6B6B',
  bell: brand.yellow,
  mint: brand.mint,
  curve: '#22345F',
  focus: '#A9C4FF',
  scrim: '#000000A6',
  lightbox: '#05070DF5',
  shadow: '#00000066',
};

export type ColorName = keyof Colors;
