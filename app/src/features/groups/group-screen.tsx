import { useLocalSearchParams } from 'expo-router';

import { ApiError } from '@/api/errors';
import { useRoom, useRooms } from '@/realtime';
import { Screen } from '@/ui/screen';
import { ErrorState, LoadingState } from '@/ui/states';

import { GroupGone } from './components/group-gone';
import { InsidePage } from './components/inside-page';
import { OutsidePage } from './components/outside-page';
import { type Joining, useJoining } from './joining';
import { useGroupCard } from './queries';

/** All about one group: for its members who is in it, for others the way in. A link brings an invitation along. */
export default function GroupScreen() {
  const { room_id, invite } = useLocalSearchParams<{ room_id: string; invite?: string }>();
  const room = useRoom(room_id);
  const { from } = useRooms();
  const joining = useJoining(room_id);
  if (room?.group && !joining.isBusy) return <InsidePage room={room} group={room.group} />;
  if (from !== 'fresh') return <Waiting />;
  return <Outside id={room_id} joining={joining} invite={invite} />;
}

type OutsideProps = { id: string; joining: Joining; invite?: string };

function Outside({ id, joining, invite }: OutsideProps) {
  const card = useGroupCard(id);
  // Also when something is known from before.
  if (card.error instanceof ApiError && card.error.status === 404) return <GroupGone />;
  if (card.data) return <OutsidePage group={card.data} joining={joining} invite={invite} />;
  if (card.isPending) return <Waiting />;
  return (
    <Screen title="Dife">
      <ErrorState error={card.error} onRetry={() => void card.refetch()} />
    </Screen>
  );
}

function Waiting() {
  return (
    <Screen title="Dife">
      <LoadingState />
    </Screen>
  );
}
