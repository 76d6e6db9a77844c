import type { Href } from 'expo-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ScrollView, type ViewStyle } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

import { useDocumentTitle } from '@/lib/document-title';
import { useGoBack } from '@/lib/go-back';
import { size, type Space, space } from '@/theme/tokens';

import { Box, Row } from './box';
import { IconButton } from './icon-button';
import { Heading } from './text';

type ScreenProps = {
  /** The heading of the page and the title of the browser tab. */
  title: string;
  children: ReactNode;
  /** `none` when the screen draws its own header; the title is still the tab's. */
  header?: 'back' | 'plain' | 'none';
  /** Where "back" leads when the page was opened by its link. */
  backTo?: Href;
  /** Buttons at the right of the header. */
  actions?: ReactNode;
  /** A list scrolls by itself: give `scroll={false}`. */
  scroll?: boolean;
  footer?: ReactNode;
  padding?: Space;
  gap?: Space;
  /** A form is narrower than a page of content. */
  width?: 'content' | 'form' | 'full';
};

/** The frame of every screen: safe area, header, one column that does not grow too wide on a desktop. */
export function Screen(props: ScreenProps) {
  const {
    title,
    children,
    header = 'back',
    actions,
    scroll = true,
    footer,
    padding = 'l',
    gap = 'l',
  } = props;
  const insets = useSafeAreaInsets();
  useDocumentTitle(title);
  const column = columnOf(props.width ?? 'content');
  const content: ViewStyle = { ...column, flexGrow: 1, padding: space[padding], gap: space[gap] };
  return (
    <Box grow background="page" role="main" style={{ flexBasis: 0 }}>
      {header === 'none' ? null : (
        <Header
          title={title}
          back={header === 'back'}
          backTo={props.backTo}
          actions={actions}
          column={column}
        />
      )}
      {scroll ? (
        <ScrollView
          style={{ flex: 1 }}
          contentContainerStyle={content}
          keyboardShouldPersistTaps="handled"
        >
          {children}
        </ScrollView>
      ) : (
        <Box grow style={[content, { flexBasis: 0, minHeight: 0 }]}>
          {children}
        </Box>
      )}
      {footer ? (
        <Box
          style={[column, { padding: space.l, paddingBottom: Math.max(insets.bottom, space.l) }]}
        >
          {footer}
        </Box>
      ) : null}
    </Box>
  );
}

type HeaderProps = Pick<ScreenProps, 'title' | 'backTo' | 'actions'> & {
  back: boolean;
  column: ViewStyle;
};

function Header({ title, back, backTo, actions, column }: HeaderProps) {
  const { t } = useTranslation();
  const insets = useSafeAreaInsets();
  const goBack = useGoBack(backTo);
  return (
    <Box paddingX="s" style={[column, { paddingTop: insets.top }]}>
      <Row minHeight={size.controlLarge} gap="xs">
        {back ? (
          <IconButton icon="back" label={t('app.back')} onPress={goBack} />
        ) : (
          <Box width={space.s} />
        )}
        <Box grow>
          <Heading level={1} variant="title" numberOfLines={1}>
            {title}
          </Heading>
        </Box>
        {actions}
      </Row>
    </Box>
  );
}

function columnOf(width: 'content' | 'form' | 'full'): ViewStyle {
  const maxWidth = width === 'full' ? undefined : size[width];
  return { width: '100%', maxWidth, alignSelf: 'center' };
}
