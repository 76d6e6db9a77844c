import { useState } from 'react';

import { HobbiesField } from '@/features/me/components/hobbies-field';
import { useMe } from '@/features/me/queries';

import { StepScreen } from './components/step-screen';

export default function HobbiesScreen() {
  const [hobbies, setHobbies] = useState(useMe().hobbies);
  return (
    <StepScreen step="hobbies" patch={hobbies.length > 0 ? { hobbies } : null}>
      <HobbiesField value={hobbies} onChange={setHobbies} />
    </StepScreen>
  );
}
