import { createContext, type ReactNode, use, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Modal, Pressable, ScrollView, View, type ViewStyle } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

import { useTheme } from '@/theme/theme';
import { radius, size, space } from '@/theme/tokens';
import { useLayout } from '@/theme/use-layout';

import { Row, Stack } from './box';
import { Button } from './button';
import { IconButton } from './icon-button';
import { Heading, Text } from './text';

/** What names the window to screen readers: its title. */
const TitleId = createContext<string | undefined>(undefined);

type RootProps = {
  open: boolean;
  onClose: () => void;
  children: ReactNode;
  /** A sheet rises from the lower edge of a phone, a dialog stands in the middle. */
  placement?: 'center' | 'bottom';
};

/** The window above everything: focus stays inside, Escape and a press beside it close it. */
function Root({ open, onClose, children, placement = 'center' }: RootProps) {
  const { colors } = useTheme();
  const insets = useSafeAreaInsets();
  const titleId = useId();
  const { rail } = useLayout();
  const bottom = placement === 'bottom' && rail === 'none';
  const panel: ViewStyle = {
    backgroundColor: colors.surface,
    paddingBottom: space.l + (bottom ? insets.bottom : 0),
    borderBottomLeftRadius: bottom ? 0 : radius.xl,
    borderBottomRightRadius: bottom ? 0 : radius.xl,
  };
  return (
    <Modal
      {...({ 'aria-labelledby': titleId } as object)}
      visible={open}
      transparent
      animationType={bottom ? 'slide' : 'fade'}
      onRequestClose={onClose}
    >
      <View
        style={[
          backdrop,
          { backgroundColor: colors.scrim, justifyContent: bottom ? 'flex-end' : 'center' },
        ]}
      >
        <Pressable aria-hidden tabIndex={-1} style={cover} onPress={onClose} />
        <View style={[panelBase, panel, bottom ? null : { margin: space.l }]}>
          <TitleId value={titleId}>{children}</TitleId>
        </View>
      </View>
    </Modal>
  );
}

function Title({ children, onClose }: { children: string; onClose?: () => void }) {
  const { t } = useTranslation();
  return (
    <Row justify="space-between" gap="s">
      <Heading id={use(TitleId)} level={2} shrink>
        {children}
      </Heading>
      {onClose ? <IconButton icon="close" label={t('app.close')} onPress={onClose} /> : null}
    </Row>
  );
}

function Body({ children }: { children: ReactNode }) {
  return (
    <ScrollView
      style={{ flexShrink: 1 }}
      contentContainerStyle={{ gap: space.m }}
      keyboardShouldPersistTaps="handled"
    >
      {children}
    </ScrollView>
  );
}

/** The buttons at the foot of a dialog. */
function Actions({ children }: { children: ReactNode }) {
  return (
    <Row justify="flex-end" gap="s" wrap>
      {children}
    </Row>
  );
}

export const Dialog = { Root, Title, Body, Actions };

export const Sheet = {
  Root: (props: Omit<RootProps, 'placement'>) => <Root {...props} placement="bottom" />,
  Title,
  Body,
  Actions,
};

type ConfirmProps = {
  open: boolean;
  title: string;
  text: string;
  confirm: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** A question with "cancel" and one answer. */
export function Confirm({
  open,
  title,
  text,
  confirm,
  danger,
  busy,
  onConfirm,
  onClose,
}: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <Root open={open} onClose={onClose}>
      <Title>{title}</Title>
      <Stack>
        <Text>{text}</Text>
      </Stack>
      <Actions>
        <Button compact kind="quiet" label={t('app.cancel')} onPress={onClose} />
        <Button
          compact
          kind={danger ? 'danger' : 'primary'}
          label={confirm}
          busy={busy}
          onPress={onConfirm}
        />
      </Actions>
    </Root>
  );
}

const backdrop: ViewStyle = { flex: 1, alignItems: 'center' };
const cover: ViewStyle = { position: 'absolute', top: 0, right: 0, bottom: 0, left: 0 };
const panelBase: ViewStyle = {
  width: '100%',
  maxWidth: size.form + space.xxxl,
  maxHeight: '85%',
  padding: space.l,
  gap: space.m,
  borderTopLeftRadius: radius.xl,
  borderTopRightRadius: radius.xl,
};
