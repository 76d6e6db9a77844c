import { useEffect, useState } from 'react';
import { View, type ViewStyle } from 'react-native';

import { LoadingState } from './states';

/** What is there in the blink of an eye needs no sign that it is coming. */
const patience = 200;

/** A spinner over the page, for a page whose code is on its way; what lies below can still be pressed. */
export function Veil({ shown }: { shown: boolean }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => setLate(true), patience);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [shown]);
  if (!shown || !late) return null;
  return (
    <View style={over}>
      <LoadingState />
    </View>
  );
}

const over: ViewStyle = { position: 'absolute', inset: 0, pointerEvents: 'none' };
