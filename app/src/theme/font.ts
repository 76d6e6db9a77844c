import type { TextStyle } from 'react-native';

/** Native platforms pick the right CJK glyphs themselves. */
export const font: TextStyle = {};

export function loadFontFor(_language: string): void {}

export function loadFontForText(_text: unknown): void {}
