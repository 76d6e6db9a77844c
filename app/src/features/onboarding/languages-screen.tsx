import { useState } from 'react';

import { LanguagesField } from '@/features/me/components/languages-field';
import { speaksOne } from '@/features/me/language-skills';
import { useMe } from '@/features/me/queries';

import { StepScreen } from './components/step-screen';

export default function LanguagesScreen() {
  const [languages, setLanguages] = useState(useMe().languages);
  return (
    <StepScreen step="languages" patch={speaksOne(languages) ? { languages } : null}>
      <LanguagesField kind="speaks" value={languages} onChange={setLanguages} />
      <LanguagesField kind="learns" value={languages} onChange={setLanguages} />
    </StepScreen>
  );
}
