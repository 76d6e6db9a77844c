import { createContext, use } from 'react';

import type { MessageView, RoomView } from '@/realtime';

/** A place in a room: a message, or a moment (ISO). */
export type Place = { seq: number } | { at: string };

type Conversation = {
  room: RoomView;
  reply: (message: MessageView) => void;
  edit: (message: MessageView) => void;
  /** Shows what stands at a place, wherever in the room that is. */
  jump: (place: Place) => void;
};

const Context = createContext<Conversation | null>(null);

export const ConversationProvider = Context.Provider;

/** What can be done from a message with the conversation that it stands in. */
export function useConversation(): Conversation {
  const conversation = use(Context);
  if (!conversation) throw new Error('a message is drawn inside of a conversation');
  return conversation;
}
