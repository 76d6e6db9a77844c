import { useTranslation } from 'react-i18next';

import { useMe } from '@/features/me/queries';
import type { RoomView } from '@/realtime';
import { Fill } from '@/ui/fill';
import { FloatingButton } from '@/ui/floating-button';
import { MessageList } from '@/ui/message-list';
import { ErrorState, LoadingState } from '@/ui/states';

import type { Place } from '../conversation-context';
import { useRoomName } from '../names';
import { useStretch } from '../stretch';
import { type Line, toLines } from '../timeline';
import { Beginning } from './beginning';
import { LineView } from './line-view';

type StretchMessagesProps = { room: RoomView; place: Place; onLeave: () => void };

/** A part of the conversation far above its end, with the line in the middle that somebody came for. */
export function StretchMessages({ room, place, onLeave }: StretchMessagesProps) {
  const { t } = useTranslation();
  const memberId = useMe().id;
  const name = useRoomName()(room);
  const { query, entries, target } = useStretch(room.id, place);
  if (query.isPending) return <LoadingState />;
  if (query.isError) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  const opened = { readSeq: room.head_seq, headSeq: room.head_seq };
  const lines = toLines({ entries, outgoing: [], memberId, opened });
  const aim = lines.find((line) => line.kind === 'message' && line.message.seq === target);
  return (
    <Fill>
      <MessageList
        lines={lines}
        keyOf={keyOf}
        label={t('chat.log', { name })}
        header={<Beginning hasOlder={query.hasPreviousPage} />}
        startAt={aim?.key ?? ''}
        onOlder={() => query.hasPreviousPage && !query.isFetching && void query.fetchPreviousPage()}
        onNewer={() => query.hasNextPage && !query.isFetching && void query.fetchNextPage()}
        loadingOlder={query.isFetchingPreviousPage}
        onAtEnd={() => {}}
        render={(line) => <LineView line={line} room={room} isLastOwn={false} />}
      />
      <FloatingButton icon="down" label={t('chat.to_end')} showLabel onPress={onLeave} />
    </Fill>
  );
}

const keyOf = (line: Line) => line.key;
