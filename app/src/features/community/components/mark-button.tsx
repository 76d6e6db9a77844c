import type { ColorName } from '@/theme/colors';
import { Row } from '@/ui/box';
import { Icon } from '@/ui/icon';
import type { IconName } from '@/ui/icon-paths';
import { Press } from '@/ui/press';
import { Text } from '@/ui/text';

type MarkButtonProps = {
  on: boolean;
  /** When it is on, and when it is off. */
  icons: readonly [IconName, IconName];
  color: ColorName;
  /** What a press does. */
  label: string;
  /** How many there are, for screen readers. */
  description?: string;
  count?: number;
  small?: boolean;
  onPress: () => void;
};

/** A heart or a bookmark that is on or off. */
export function MarkButton(props: MarkButtonProps) {
  const { on, icons, color, label, description, count, small, onPress } = props;
  return (
    <Press
      aria-label={description ? `${label}, ${description}` : label}
      aria-pressed={on}
      hitSlop={small ? 8 : 0}
      onPress={onPress}
    >
      <Row gap="xs" paddingX="s" minHeight={small ? 28 : 44}>
        <Icon
          name={on ? icons[0] : icons[1]}
          color={on ? color : 'textMuted'}
          size={small ? 16 : 24}
        />
        {count === undefined ? null : (
          <Text variant={small ? 'caption' : 'label'} tone="muted">
            {count}
          </Text>
        )}
      </Row>
    </Press>
  );
}
