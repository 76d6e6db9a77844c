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

export function Defs({ children }: { children: ReactNode }) {
  return <defs>{children}</defs>;
}

type GradientProps = {
  id: string;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  children: ReactNode;
};

export function LinearGradient(props: GradientProps) {
  return <linearGradient {...props} />;
}

export function Stop(props: { offset: number; stopColor: string }) {
  return <stop {...props} />;
}
