import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { IconButton } from './icon-button';
import { TextField, type TextFieldProps } from './text-field';

/** A password that can be looked at, with the hints that password managers want. */
export function PasswordField(props: Omit<TextFieldProps, 'trailing' | 'secureTextEntry'>) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <TextField
      autoCapitalize="none"
      autoCorrect={false}
      {...props}
      secureTextEntry={!shown}
      trailing={
        <IconButton
          icon={shown ? 'eye-off' : 'eye'}
          color="textMuted"
          label={shown ? t('app.hide_password') : t('app.show_password')}
          onPress={() => setShown(!shown)}
        />
      }
    />
  );
}
