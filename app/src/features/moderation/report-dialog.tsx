import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Schema } from '@/api/types';
import { useLabels } from '@/i18n/labels';
import { randomUUID } from '@/lib/random-uuid';
import { useSubmit } from '@/lib/submit';
import { Button } from '@/ui/button';
import { ChipGroup } from '@/ui/chip';
import { Dialog } from '@/ui/dialog';
import { FormError } from '@/ui/form-error';
import { Text } from '@/ui/text';
import { TextField } from '@/ui/text-field';
import { showToast } from '@/ui/toast';

import { reportReasons, useReport } from './queries';

type Target = { kind: Schema<'ReportTarget'>; id: string };
type ReportDialogProps = { target: Target; open: boolean; onClose: () => void };

const longestNote = 1_000;

/** Tells the moderators about a member, a message, a group, a post or a comment. */
export function ReportDialog({ target, open, onClose }: ReportDialogProps) {
  return (
    <Dialog.Root open={open} onClose={onClose}>
      <Form key={target.id} target={target} onClose={onClose} />
    </Dialog.Root>
  );
}

function Form({ target, onClose }: Omit<ReportDialogProps, 'open'>) {
  const { t } = useTranslation();
  const labels = useLabels();
  const report = useReport();
  // What went wrong stands in the window.
  const { submit, isBusy } = useSubmit({ onError: () => {} });
  const [clientId] = useState(() => randomUUID());
  const [reason, setReason] = useState<Schema<'ReportReason'> | null>(null);
  const [note, setNote] = useState('');
  const isTooLong = [...note.trim()].length > longestNote;
  const send = () =>
    reason &&
    submit(
      () =>
        report.mutateAsync({
          client_id: clientId,
          target_kind: target.kind,
          target_id: target.id,
          reason,
          note,
        }),
      () => {
        showToast(t('moderation.report.sent'));
        onClose();
      },
    );
  return (
    <>
      <Dialog.Title onClose={onClose}>{t(`moderation.report.title.${target.kind}`)}</Dialog.Title>
      <Dialog.Body>
        <Text>{t('moderation.report.text')}</Text>
        <ChipGroup
          label={t('moderation.report.reason')}
          options={reportReasons.map((code) => ({ code, label: labels.reportReason(code) }))}
          selected={reason ? [reason] : []}
          onChange={([chosen]) => setReason(chosen ?? null)}
          max={1}
        />
        <TextField
          label={t('moderation.report.note')}
          value={note}
          onChangeText={setNote}
          lines={3}
          limit={longestNote}
        />
        <FormError error={report.error} />
      </Dialog.Body>
      <Dialog.Actions>
        <Button compact kind="quiet" label={t('app.cancel')} onPress={onClose} />
        <Button
          compact
          kind="danger"
          label={t('moderation.report.send')}
          busy={isBusy}
          disabled={!reason || isTooLong}
          onPress={send}
        />
      </Dialog.Actions>
    </>
  );
}
