import { useTranslation } from 'react-i18next';

import { Menu } from '@/ui/menu';

type AttachMenuProps = {
  onClose: () => void;
  onPictures: () => void;
  onFile: () => void;
  onVoice: () => void;
};

/** What can go with a message. */
export function AttachMenu({ onClose, onPictures, onFile, onVoice }: AttachMenuProps) {
  const { t } = useTranslation();
  return (
    <Menu.Root open onClose={onClose} title={t('chat.composer.add')}>
      <Menu.Item icon="image" label={t('chat.composer.add_pictures')} onPress={onPictures} />
      <Menu.Item icon="file" label={t('chat.composer.add_file')} onPress={onFile} />
      <Menu.Item icon="mic" label={t('chat.composer.add_voice')} onPress={onVoice} />
    </Menu.Root>
  );
}
