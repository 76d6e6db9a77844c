import { type ReactNode, createContext, use } from 'react';
import type { ViewStyle } from 'react-native';

import { radius, size, space } from '@/theme/tokens';

import { Box } from './box';
import { Sheet } from './dialog';
import { Icon } from './icon';
import type { IconName } from './icon-paths';
import { Press } from './press';
import { Text } from './text';

const CloseContext = createContext<() => void>(() => {});

type RootProps = { open: boolean; onClose: () => void; title: string; children: ReactNode };

/** Actions on one thing (a message, a post, a person). A press on an item closes the menu first. */
function Root({ open, onClose, title, children }: RootProps) {
  return (
    <Sheet.Root open={open} onClose={onClose}>
      <Sheet.Title onClose={onClose}>{title}</Sheet.Title>
      <CloseContext value={onClose}>
        <Box role="menu" aria-label={title}>
          {children}
        </Box>
      </CloseContext>
    </Sheet.Root>
  );
}

type ItemProps = { icon?: IconName; label: string; danger?: boolean; onPress: () => void };

function Item({ icon, label, danger, onPress }: ItemProps) {
  const close = use(CloseContext);
  return (
    <Press role="menuitem" aria-label={label} style={item} onPress={() => (close(), onPress())}>
      {icon ? <Icon name={icon} color={danger ? 'textDanger' : 'text'} /> : null}
      <Text tone={danger ? 'danger' : 'default'} shrink>
        {label}
      </Text>
    </Press>
  );
}

export const Menu = { Root, Item };

const item: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'center',
  gap: space.m,
  minHeight: size.controlLarge,
  borderRadius: radius.s,
  paddingHorizontal: space.s,
};
