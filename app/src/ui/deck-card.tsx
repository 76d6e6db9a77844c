import type { ReactNode } from 'react';
import { View, type ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { radius, space } from '@/theme/tokens';

import { Curve } from './logo';

type DeckCardProps = {
  /** How many more cards peep out behind this one. */
  behind: number;
  children: ReactNode;
};

const shown = 2;

/** The card on top of a deck, with the looping line in it and the next cards' edges behind it. */
export function DeckCard({ behind, children }: DeckCardProps) {
  const { colors } = useTheme();
  const surface = {
    backgroundColor: colors.surface,
    borderColor: colors.border,
    boxShadow: `0 4px 16px ${colors.shadow}`,
  };
  const depths = Array.from({ length: Math.min(behind, shown) }, (_, depth) => depth + 1).reverse();
  return (
    <View style={frame}>
      {depths.map((depth) => (
        <View key={depth} aria-hidden style={[card, surface, edgeOf(depth)]} />
      ))}
      <View style={[card, surface, { flexGrow: 1 }]}>
        <View aria-hidden style={line}>
          <Curve />
        </View>
        {children}
      </View>
    </View>
  );
}

function edgeOf(depth: number): ViewStyle {
  return {
    position: 'absolute',
    top: depth * 18,
    bottom: depth * 20,
    left: depth * 24,
    right: -depth * 22,
    opacity: 0.75 - depth * 0.2,
  };
}

const frame: ViewStyle = { flexGrow: 1, flexShrink: 1, maxWidth: 340, minHeight: 400 };
const card: ViewStyle = { borderRadius: radius.l, borderWidth: 1, padding: space.l, gap: space.m };
const line: ViewStyle = { position: 'absolute', top: 40, left: 0, right: 0, overflow: 'hidden' };
