import { useTranslation } from 'react-i18next';

import { useMe, useUpdateMe } from '@/features/me/queries';
import { changeLanguage } from '@/i18n/i18n';
import { type Language, languageNames, languages } from '@/i18n/languages';
import { Box } from '@/ui/box';
import { Icon } from '@/ui/icon';
import { ListRow } from '@/ui/list-row';
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
      <Box role="radiogroup" aria-label={t('app.language')}>
        {languages.map((language) => (
          <ListRow
            key={language}
            role="radio"
            aria-checked={language === me.locale}
            title={languageNames[language]}
            lang={language}
            disabled={save.isPending}
            trailing={language === me.locale ? <Icon name="check" color="textBrand" /> : null}
            onPress={() => choose(language)}
          />
        ))}
      </Box>
    </Screen>
  );
}
