import { useState } from 'react';

import { MbtiField } from '@/features/me/components/mbti-field';
import { useMe } from '@/features/me/queries';

import { StepScreen } from './components/step-screen';

export default function MbtiScreen() {
  const [mbti, setMbti] = useState(useMe().mbti);
  return (
    <StepScreen step="mbti" patch={{ mbti }}>
      <MbtiField value={mbti} onChange={setMbti} />
    </StepScreen>
  );
}
