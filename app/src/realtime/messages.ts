import type { MessageView } from './frames';
import type { ChatServer, MessagePage, Where } from './server';
import { type ChatStore, putPeople } from './store';
import type { Sync } from './sync';

/** What somebody does with single messages; what the server answers stands in the room at once. */
export class Messages {
  constructor(
    private readonly server: ChatServer,
    private readonly sync: Sync,
    private readonly store: ChatStore,
  ) {}

  async fetch(roomId: string, messageId: string): Promise<MessageView> {
    return this.take(await this.server.message(roomId, messageId));
  }

  /** Messages from the middle of a room, which its log need not reach down to. */
  async around(roomId: string, where: Where): Promise<MessagePage> {
    const page = await this.server.around(roomId, where);
    putPeople(this.store, page.people);
    return { ...page, items: page.items.filter(({ hidden }) => !hidden) };
  }

  async edit(message: MessageView, body: string): Promise<void> {
    this.take(await this.server.edit(message, body));
  }

  async react(message: MessageView, change: { emoji: string; on: boolean }): Promise<void> {
    this.take(await this.server.react(message, change));
  }

  async remove(message: MessageView): Promise<void> {
    await this.server.remove(message);
    await this.sync.check(message.room_id);
  }

  private take(message: MessageView): MessageView {
    this.sync.apply(message.room_id, { type: 'message', message });
    return message;
  }
}
