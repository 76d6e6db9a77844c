import { View, type ViewStyle } from 'react-native';

import type { MediaView } from '@/api/types';
import { useTheme } from '@/theme/theme';
import { radius, space } from '@/theme/tokens';

import { Picture } from './picture';
import { Press } from './press';
import { Text } from './text';

type PreviewCardProps = {
  title: string;
  description: string;
  site: string;
  image: MediaView | null;
  /** What a press does. */
  label: string;
  onPress: () => void;
};

const width = 260;

/** A page of the web in a small frame. */
export function PreviewCard(props: PreviewCardProps) {
  const { title, description, site, image, label, onPress } = props;
  const { colors } = useTheme();
  const look: ViewStyle = { borderColor: colors.border, backgroundColor: colors.surface };
  return (
    <Press role="link" aria-label={label} onPress={onPress} style={[frame, look]}>
      {image ? (
        <Picture
          media={image}
          variant="large"
          alt=""
          width={width - 2}
          height={130}
          corner="none"
        />
      ) : null}
      <View style={words}>
        <Text variant="caption" tone="muted" numberOfLines={1}>
          {site}
        </Text>
        <Text variant="label" numberOfLines={2}>
          {title}
        </Text>
        {description ? (
          <Text variant="small" tone="muted" numberOfLines={2}>
            {description}
          </Text>
        ) : null}
      </View>
    </Press>
  );
}

const frame: ViewStyle = {
  width,
  maxWidth: '100%',
  borderWidth: 1,
  borderRadius: radius.m,
  overflow: 'hidden',
};
const words: ViewStyle = { padding: space.m, gap: space.xxs };
