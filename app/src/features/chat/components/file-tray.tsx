import { useTranslation } from 'react-i18next';

import { errorLine } from '@/i18n/describe-error';
import type { FileUpload, FileUploads } from '@/lib/file-uploads';
import { Stack } from '@/ui/box';
import { IconButton } from '@/ui/icon-button';
import { ListRow } from '@/ui/list-row';
import { Spinner } from '@/ui/spinner';

/** The files of the message that is being written. */
export function FileTray({ files }: { files: FileUploads }) {
  const { t } = useTranslation();
  if (files.items.length === 0) return null;
  return (
    <Stack paddingX="l" role="group" aria-label={t('chat.composer.files')}>
      {files.items.map((item) => (
        <FileLine
          key={item.key}
          item={item}
          onRetry={() => files.retry(item)}
          onRemove={() => files.remove(item.key)}
        />
      ))}
    </Stack>
  );
}

type FileLineProps = { item: FileUpload; onRetry: () => void; onRemove: () => void };

function FileLine({ item, onRetry, onRemove }: FileLineProps) {
  const { t } = useTranslation();
  const { local, state } = item;
  const { name } = local;
  return (
    <ListRow
      icon="file"
      title={name}
      subtitle={state.name === 'failed' ? errorLine(state.error, t) : undefined}
      trailing={
        <>
          {state.name === 'uploading' ? (
            <Spinner label={t('chat.composer.uploading_file', { name })} />
          ) : null}
          {state.name === 'failed' ? (
            <IconButton
              icon="retry"
              color="textDanger"
              label={t('chat.composer.retry_file', { name })}
              onPress={onRetry}
            />
          ) : null}
          <IconButton
            icon="close"
            size={16}
            label={t('chat.composer.remove_file', { name })}
            onPress={onRemove}
          />
        </>
      }
    />
  );
}
