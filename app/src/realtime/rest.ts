import { api, unwrap } from '@/api/client';

import type { ChatServer } from './server';

const roomPage = 100;
const messagePage = 30;
const eventPage = 100;
const memberPage = 100;

const inRoom = (roomId: string) => ({ path: { room_id: roomId } });

/** The chat routes of the API. */
export const restServer: ChatServer = {
  rooms: (cursor) =>
    unwrap(api.GET('/api/v1/rooms', { params: { query: { limit: roomPage, cursor } } })),

  room: (roomId) => unwrap(api.GET('/api/v1/rooms/{room_id}', { params: inRoom(roomId) })),

  members: (roomId, cursor) => {
    const params = { ...inRoom(roomId), query: { limit: memberPage, cursor } };
    return unwrap(api.GET('/api/v1/rooms/{room_id}/members', { params }));
  },

  messages: (roomId, before) => {
    const params = { ...inRoom(roomId), query: { before_seq: before, limit: messagePage } };
    return unwrap(api.GET('/api/v1/rooms/{room_id}/messages', { params }));
  },

  events: (roomId, after) => {
    const params = { ...inRoom(roomId), query: { after_seq: after, limit: eventPage } };
    return unwrap(api.GET('/api/v1/rooms/{room_id}/events', { params }));
  },

  around: (roomId, where) => {
    const params = { ...inRoom(roomId), query: { ...where, limit: messagePage } };
    return unwrap(api.GET('/api/v1/rooms/{room_id}/messages', { params }));
  },

  message: (roomId, messageId) => {
    const params = { path: { room_id: roomId, message_id: messageId } };
    return unwrap(api.GET('/api/v1/rooms/{room_id}/messages/{message_id}', { params }));
  },

  send: ({ room_id, client_id, body, media, files = [], reply_to }) =>
    unwrap(
      api.POST('/api/v1/rooms/{room_id}/messages', {
        params: inRoom(room_id),
        body: {
          client_id,
          body,
          media_ids: [...media, ...files].map(({ id }) => id),
          reply_to_id: reply_to?.id ?? null,
        },
      }),
    ),

  edit: ({ room_id, id }, body) => {
    const params = { path: { room_id, message_id: id } };
    return unwrap(
      api.PATCH('/api/v1/rooms/{room_id}/messages/{message_id}', { params, body: { body } }),
    );
  },

  remove: async ({ room_id, id }) => {
    const params = { path: { room_id, message_id: id } };
    await unwrap(api.DELETE('/api/v1/rooms/{room_id}/messages/{message_id}', { params }));
  },

  react: ({ room_id, id }, { emoji, on }) => {
    const path = '/api/v1/rooms/{room_id}/messages/{message_id}/reactions/{emoji}';
    const params = { path: { room_id, message_id: id, emoji } };
    return unwrap(on ? api.PUT(path, { params }) : api.DELETE(path, { params }));
  },

  presence: () => unwrap(api.GET('/api/v1/presence')),

  read: async (roomId, seq) => {
    await unwrap(
      api.PUT('/api/v1/rooms/{room_id}/read', { params: inRoom(roomId), body: { seq } }),
    );
  },

  setPreferences: (roomId, change) =>
    unwrap(
      api.PATCH('/api/v1/rooms/{room_id}/preferences', { params: inRoom(roomId), body: change }),
    ),

  openDirect: (memberId, clientId) =>
    unwrap(
      api.POST('/api/v1/rooms', {
        body: { client_id: clientId, kind: 'direct', member_id: memberId },
      }),
    ),

  reopen: (roomId) =>
    unwrap(api.POST('/api/v1/rooms/{room_id}/join', { params: inRoom(roomId), body: {} })),

  leave: async (roomId) => {
    await unwrap(api.POST('/api/v1/rooms/{room_id}/leave', { params: inRoom(roomId) }));
  },
};
