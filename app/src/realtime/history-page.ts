import type { LogAction } from './room-log';
import type { ChatServer, MessagePage } from './server';
import { type ChatStore, putPeople } from './store';

type Ports = { store: ChatStore; server: ChatServer };

/** A page of messages before a place, or of the newest; who said it all is known afterwards. */
export async function fetchPage(
  { store, server }: Ports,
  roomId: string,
  before: number | null,
): Promise<MessagePage> {
  const page = await server.messages(roomId, before);
  putPeople(store, page.people);
  return page;
}

export function pageAction(page: MessagePage, before: number | null): LogAction {
  return {
    type: 'page',
    messages: page.items,
    quoted: page.quoted,
    asOf: page.as_of_seq,
    before,
    complete: page.next_cursor === null,
  };
}
