import type { ReactNode } from 'react';

// The browser draws SVG itself, so the web bundle does not carry react-native-svg.

type SvgProps = {
  width: number | string;
  height: number | string;
  viewBox: string;
  preserveAspectRatio?: string;
  children: ReactNode;
};

export function Svg(props: SvgProps) {
  return <svg fill="none" focusable="false" aria-hidden="true" {...props} />;
}

type Paint = {
  fill?: string;
  stroke?: string;
  strokeWidth?: number;
  strokeLinecap?: 'round' | 'butt';
  strokeLinejoin?: 'round' | 'miter';
  opacity?: number;
};

export function Path(props: Paint & { d: string }) {
  return <path {...props} />;
}

export function Circle(props: Paint & { cx: number; cy: number; r: number }) {
  return <circle {...props} />;
}
