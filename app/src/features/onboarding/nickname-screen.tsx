import { useState } from 'react';

import { NicknameField } from '@/features/me/components/nickname-field';
import { isUsable, useNicknameState } from '@/features/me/nickname-state';
import { useMe } from '@/features/me/queries';

import { StepScreen } from './components/step-screen';

export default function NicknameScreen() {
  const [nickname, setNickname] = useState(useMe().username ?? '');
  const state = useNicknameState(nickname);
  return (
    <StepScreen step="nickname" patch={isUsable(state) ? { username: nickname.trim() } : null}>
      <NicknameField value={nickname} state={state} onChange={setNickname} />
    </StepScreen>
  );
}
