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

export function TabsFrame({ rail, children }: { rail: Rail; children?: ReactNode }) {
  return (
    <View style={{ flex: 1, flexDirection: rail === 'none' ? 'column' : 'row-reverse' }}>
      {children}
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
  /** Both come from the router. */
  isFocused?: boolean;
  href?: string;
};

export function TabButton(props: TabButtonProps) {
  const { icon, label, rail, badge, news, isFocused, href, ...press } = props;
  const current: object = isFocused ? { 'aria-current': 'page' } : {};
  return (
    <Pressable
      {...press}
      {...({ href } as object)}
      {...current}
      role="link"
      style={[button, buttonIn[rail]]}
    >
      <View>
        <Icon name={icon} color={isFocused ? 'tabActive' : 'tabIdle'} size={28} />
        {badge ? <Badge count={badge} /> : null}
      </View>
      {rail === 'wide' ? (
        <Text variant="strong" tone={isFocused ? 'brand' : 'muted'}>
          {label}
        </Text>
      ) : (
        <HiddenText>{label}</HiddenText>
      )}
      {news ? <HiddenText>{`, ${news}`}</HiddenText> : null}
    </Pressable>
  );
}

const button: ViewStyle = {
  alignItems: 'center',
  justifyContent: 'center',
  borderRadius: radius.m,
};
const buttonIn: Record<Rail, ViewStyle> = {
  none: { flex: 1, height: size.tabBar },
  narrow: { height: size.tabBar },
  wide: {
    flexDirection: 'row',
    justifyContent: 'flex-start',
    gap: space.m,
    height: size.controlLarge,
    paddingHorizontal: space.m,
  },
};
