import { useTranslation } from 'react-i18next';

import { ApiError } from '@/api/errors';
import { describeError } from '@/i18n/describe-error';

import { Stack } from './box';
import { Button } from './button';
import { Icon } from './icon';
import type { IconName } from './icon-paths';
import { Spinner } from './spinner';
import { Heading, Text } from './text';

export function LoadingState() {
  const { t } = useTranslation();
  return (
    <Stack grow align="center" justify="center" padding="xxxl" role="status">
      <Spinner large label={t('app.loading')} />
    </Stack>
  );
}

type Action = { label: string; onPress: () => void; busy?: boolean };

type EmptyStateProps = {
  icon: IconName;
  title: string;
  text?: string;
  action?: Action;
  /** What else can be done. */
  other?: Action;
};

export function EmptyState({ icon, title, text, action, other }: EmptyStateProps) {
  return (
    <Stack grow align="center" justify="center" gap="m" padding="xxl">
      <Icon name={icon} color="textBrand" size={48} />
      <Heading level={2} align="center">
        {title}
      </Heading>
      {text ? (
        <Text tone="muted" align="center">
          {text}
        </Text>
      ) : null}
      {action ? <Button compact kind="secondary" {...action} /> : null}
      {other ? <Button compact kind="quiet" {...other} /> : null}
    </Stack>
  );
}

/** Says what went wrong in the reader's language, and offers to try again where that can help. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const { title, detail } = describeError(error, t);
  const isForbidden = error instanceof ApiError && error.status === 403;
  return (
    <Stack grow align="center" justify="center" gap="m" padding="xxl" role="alert">
      <Icon name="warning" color="textDanger" size={48} />
      <Heading level={2} align="center">
        {title}
      </Heading>
      {detail ? (
        <Text tone="muted" align="center">
          {detail}
        </Text>
      ) : null}
      {isForbidden ? null : (
        <Button compact kind="secondary" label={t('app.retry')} onPress={onRetry} />
      )}
    </Stack>
  );
}
