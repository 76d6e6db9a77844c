import { Box, Row } from './box';
import { Icon } from './icon';
import type { IconName } from './icon-paths';
import { Text } from './text';
import { TextButton } from './text-button';

type NoticeProps = {
  icon: IconName;
  text: string;
  action?: { label: string; onPress: () => void };
};

/** A line across the page about the state of things; screen readers say it when they are free. */
export function Notice({ icon, text, action }: NoticeProps) {
  return (
    <Row role="status" background="sunken" gap="s" paddingX="l" paddingY="xs" minHeight={36}>
      <Box width={18}>
        <Icon name={icon} color="textBrand" size={18} />
      </Box>
      <Text variant="small" shrink>
        {text}
      </Text>
      {action ? <TextButton label={action.label} onPress={action.onPress} /> : null}
    </Row>
  );
}
