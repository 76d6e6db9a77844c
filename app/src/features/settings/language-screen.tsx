import { useTranslation } from 'react-i18next';

import { useMe, useUpdateMe } from '@/features/me/queries';
import { changeLanguage } from '@/i18n/i18n';
import type { Language } from '@/i18n/languages';
import { LanguageList } from '@/ui/language-list';
import { Screen } from '@/ui/screen';
import { Text } from '@/ui/text';
import { useTellError } from '@/ui/tell-error';

/** The language of the interface, of notifications and of translations. */
export default function LanguageScreen() {
  const { t } = useTranslation();
  const me = useMe();
  const save = useUpdateMe();
  const onError = useTellError();
  const choose = (locale: Language) =>
    save.mutate({ locale }, { onSuccess: () => changeLanguage(locale).catch(onError), onError });
  return (
    <Screen title={t('app.language')}>
      <Text tone="muted">{t('members.settings.language_hint')}</Text>
      <LanguageList value={me.locale} disabled={save.isPending} onChoose={choose} />
    </Screen>
  );
}
