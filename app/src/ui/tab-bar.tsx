import type { ReactNode } from 'react';
import { Pressable, type PressableProps, View, type ViewStyle } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

import { useTheme } from '@/theme/theme';
import { radius, size, space } from '@/theme/tokens';

import { Badge } from './badge';
import { HiddenText } from './hidden-text';
import { Icon } from './icon';
import type { IconName } from './icon-paths';
import { Logo } from './logo';
import { Text } from './text';

type Rail = 'none' | 'narrow' | 'wide';

/** The pages, and the bar below them. */
export function TabsFrame({ children }: { children?: ReactNode }) {
  return <View style={{ flex: 1 }}>{children}</View>;
}

/** The pages, and where there is room the main menu at their left; it is read first. */
export function RailFrame({ rail, children }: { rail: ReactNode; children: ReactNode }) {
  return (
    <View style={{ flex: 1, flexDirection: 'row' }}>
      {rail}
      <View style={{ flex: 1, minWidth: 0 }}>{children}</View>
    </View>
  );
}

type TabBarProps = { rail: Rail; label: string; hidden?: boolean; children?: ReactNode };

export function TabBar({ rail, label, hidden, children }: TabBarProps) {
  const { colors } = useTheme();
  const insets = useSafeAreaInsets();
  const below: ViewStyle = {
    flexDirection: 'row',
    justifyContent: 'space-around',
    paddingBottom: insets.bottom,
    borderTopWidth: 1,
  };
  const beside: ViewStyle = {
    width: rail === 'wide' ? size.rail : size.railNarrow,
    paddingTop: space.xl,
    paddingHorizontal: space.s,
    gap: space.xs,
    borderRightWidth: 1,
  };
  const frame = { backgroundColor: colors.surface, borderColor: colors.border };
  return (
    <View
      role="navigation"
      aria-label={label}
      style={[frame, rail === 'none' ? below : beside, hidden ? { display: 'none' } : null]}
    >
      {rail === 'wide' ? (
        <View style={{ padding: space.m }}>
          <Logo height={36} />
        </View>
      ) : null}
      {children}
    </View>
  );
}

type TabButtonProps = PressableProps & {
  icon: IconName;
  label: string;
  rail: Rail;
  badge?: number;
  /** The count in words. */
  news?: string;
  isFocused?: boolean;
  /** Comes from the router. */
  href?: string;
};

export function TabButton(props: TabButtonProps) {
  const { icon, label, rail, badge, news, isFocused, href, ...press } = props;
  const { colors } = useTheme();
  const current: object = isFocused ? { 'aria-current': 'page' } : {};
  const here = isFocused && rail !== 'none' ? { backgroundColor: colors.sunken } : null;
  return (
    <Pressable
      {...press}
      {...({ href } as object)}
      {...current}
      role="link"
      style={[button, buttonIn[rail], here]}
    >
      <View style={sign}>
        <Icon name={icon} color={isFocused ? 'tabActive' : 'tabIdle'} size={26} />
        {badge ? <Badge count={badge} /> : null}
      </View>
      <Text
        variant={rail === 'wide' ? 'strong' : 'tab'}
        tone={isFocused ? 'brand' : 'muted'}
        numberOfLines={1}
      >
        {label}
      </Text>
      {news ? <HiddenText>{`, ${news}`}</HiddenText> : null}
    </Pressable>
  );
}

/** Wide enough for a count that does not cover the icon. */
const sign: ViewStyle = { width: 48, height: 28, alignItems: 'center', justifyContent: 'center' };
const button: ViewStyle = {
  alignItems: 'center',
  justifyContent: 'center',
  gap: space.xxs,
  borderRadius: radius.m,
};
const buttonIn: Record<Rail, ViewStyle> = {
  none: { flex: 1, minWidth: 0, height: size.tabBar },
  narrow: { height: size.tabBar },
  wide: {
    flexDirection: 'row',
    justifyContent: 'flex-start',
    gap: space.s,
    height: size.controlLarge,
    paddingHorizontal: space.xs,
  },
};
