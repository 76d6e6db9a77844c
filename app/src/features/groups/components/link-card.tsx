import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { copyText } from '@/lib/copy-text';
import { canShare, shareLink } from '@/lib/share-link';
import { useSubmit } from '@/lib/submit';
import { Row } from '@/ui/box';
import { Button } from '@/ui/button';
import { Card } from '@/ui/card';
import { Heading, Text } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';
import { showToast } from '@/ui/toast';

import { useInvite } from '../queries';

type LinkCardProps = { roomId: string; name: string };

/** A link for whoever gets it; it is shown when it is made, and never again. */
export function LinkCard({ roomId, name }: LinkCardProps) {
  const { t } = useTranslation();
  const invite = useInvite(roomId);
  const [url, setUrl] = useState<string | null>(null);
  const { submit, isBusy } = useSubmit({ onError: useTellError() });
  const make = () =>
    submit(
      () => invite.mutateAsync(null),
      (made) => setUrl(made.url),
    );
  return (
    <Card>
      <Heading level={2} variant="strong">
        {t('groups.invites.link')}
      </Heading>
      <Text variant="small" tone="muted">
        {t('groups.invites.link_text')}
      </Text>
      {url ? (
        <>
          <Text selectable>{url}</Text>
          <LinkButtons url={url} name={name} />
        </>
      ) : (
        <Button compact icon="link" label={t('groups.invites.make')} busy={isBusy} onPress={make} />
      )}
    </Card>
  );
}

function LinkButtons({ url, name }: { url: string; name: string }) {
  const { t } = useTranslation();
  const tell = useTellError();
  const copy = () =>
    void copyText(url).then((done) =>
      showToast(done ? t('groups.invites.copied') : t('groups.invites.not_copied')),
    );
  const share = () =>
    void shareLink({ text: t('groups.invites.share_text', { name }), url }).catch(tell);
  return (
    <Row wrap gap="s">
      <Button compact icon="copy" label={t('groups.invites.copy')} onPress={copy} />
      {canShare ? (
        <Button
          compact
          kind="secondary"
          icon="share"
          label={t('groups.invites.share')}
          onPress={share}
        />
      ) : null}
    </Row>
  );
}
