import type { ReactNode } from 'react';
import type { ViewStyle } from 'react-native';

import { useTheme } from '@/theme/theme';
import { size, space } from '@/theme/tokens';

import { Box, Row } from './box';
import { Icon } from './icon';
import type { IconName } from './icon-paths';
import { Press, type PressProps } from './press';
import { Text } from './text';

type ListRowProps = Pick<PressProps, 'href' | 'onPress' | 'disabled' | 'role' | 'aria-checked'> & {
  title: string;
  subtitle?: string;
  icon?: IconName;
  /** A flag or another emoji in place of the icon. */
  emoji?: string;
  danger?: boolean;
  /** The language of the title, when it is not the interface's. */
  lang?: string;
  /** Before the text, in place of the icon. */
  leading?: ReactNode;
  /** After the text, in place of the arrow of a row that leads somewhere. */
  trailing?: ReactNode;
};

/** One line of a settings page or a short list. */
export function ListRow({
  title,
  subtitle,
  icon,
  emoji,
  danger,
  lang,
  leading,
  trailing,
  ...press
}: ListRowProps) {
  const { colors } = useTheme();
  const frame: ViewStyle = { ...row, borderBottomColor: colors.border };
  const content = (
    <>
      {leading ??
        (emoji ? (
          <Text aria-hidden>{emoji}</Text>
        ) : icon ? (
          <Icon name={icon} color={danger ? 'textDanger' : 'textBrand'} />
        ) : null)}
      <Box grow>
        <Text tone={danger ? 'danger' : 'default'} lang={lang}>
          {title}
        </Text>
        {subtitle ? (
          <Text variant="small" tone="muted" numberOfLines={2}>
            {subtitle}
          </Text>
        ) : null}
      </Box>
      {trailing ??
        (press.href ? <Icon name="forward" color="textMuted" size={size.iconSmall} /> : null)}
    </>
  );
  if (!press.href && !press.onPress) return <Row style={frame}>{content}</Row>;
  return (
    <Press {...press} style={frame}>
      {content}
    </Press>
  );
}

const row: ViewStyle = {
  flexDirection: 'row',
  alignItems: 'center',
  gap: space.m,
  minHeight: 56,
  paddingVertical: space.s,
  borderBottomWidth: 1,
};
