import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';

import { api, unwrap } from '@/api/client';
import { at, paged } from '@/api/paged';
import type { Schema } from '@/api/types';
import { engine } from '@/realtime';

import type { Filters } from './filters';

export type GroupCard = Schema<'GroupCard'>;
export type Invite = Schema<'InviteView'>;
export type Role = Schema<'RoomRole'>;
type Page<Item> = { items: Item[]; next_cursor: string | null };

export const groupKeys = {
  all: ['groups'] as const,
  lists: ['groups', 'list'] as const,
  search: (q: string, filters: Filters) => ['groups', 'list', q, filters] as const,
  suggestions: ['groups', 'suggestions'] as const,
  card: (id: string) => ['groups', 'card', id] as const,
  invites: (id: string) => ['groups', 'invites', id] as const,
};

/** A link or an invitation is good for a week. */
const inviteHours = 7 * 24;

const ofRoom = (id: string) => ({ path: { room_id: id } });

export function useGroups(q: string, filters: Filters) {
  const { topic, language, purpose, free, liked } = filters;
  return useInfiniteQuery({
    queryKey: groupKeys.search(q, filters),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/rooms/discover', {
          params: {
            query: {
              q,
              topic,
              language,
              purpose,
              liked,
              free_seats: free ? 1 : 0,
              ...at(pageParam),
            },
          },
          signal,
        }),
      ),
    ...paged,
    placeholderData: (before) => before,
  });
}

/** Drawn by chance, and the same for a while, so that nothing changes under the finger. */
export function useSuggestions() {
  return useQuery({
    queryKey: groupKeys.suggestions,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/rooms/discover/suggestions', { signal })),
    select: ({ items }) => items,
    staleTime: 10 * 60_000,
  });
}

/** A group as somebody sees it who need not be in it. */
export function useGroupCard(id: string) {
  return useQuery({
    queryKey: groupKeys.card(id),
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/rooms/discover/{room_id}', { params: ofRoom(id), signal })),
    staleTime: 0,
  });
}

export function useCreateGroup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'CreateGroup'>) => unwrap(api.POST('/api/v1/rooms', { body })),
    onSuccess: (room) => {
      engine().putRoom(room);
      void queries.invalidateQueries({ queryKey: groupKeys.lists });
    },
  });
}

export function useEditGroup(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'EditGroup'>) =>
      unwrap(api.PATCH('/api/v1/rooms/{room_id}', { params: ofRoom(id), body })),
    onSuccess: (room) => {
      engine().putRoom(room);
      void queries.invalidateQueries({ queryKey: groupKeys.all });
    },
  });
}

export function useCloseGroup(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.DELETE('/api/v1/rooms/{room_id}', { params: ofRoom(id) })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: groupKeys.all }),
  });
}

export function useJoin(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'JoinRoom'>) =>
      unwrap(api.POST('/api/v1/rooms/{room_id}/join', { params: ofRoom(id), body })),
    onSuccess: (room) => engine().putRoom(room),
    onSettled: () => void queries.invalidateQueries({ queryKey: groupKeys.all }),
  });
}

/** Likes a group or takes it back; it shows at once and goes back when the server refuses. */
export function useLikeGroup(id: string) {
  const queries = useQueryClient();
  const params = ofRoom(id);
  const show = (is_liked: boolean) =>
    patchCard(queries, id, (card) =>
      card.is_liked === is_liked
        ? card
        : { ...card, is_liked, like_count: card.like_count + (is_liked ? 1 : -1) },
    );
  return useMutation({
    mutationFn: (on: boolean): Promise<unknown> =>
      on
        ? unwrap(api.PUT('/api/v1/rooms/{room_id}/like', { params }))
        : unwrap(api.DELETE('/api/v1/rooms/{room_id}/like', { params })),
    onMutate: show,
    onError: (_error, on) => show(!on),
  });
}

type OfMember = { memberId: string };

export function useSetRole(id: string) {
  return useMutation({
    mutationFn: ({ memberId, role }: OfMember & { role: Role }) =>
      unwrap(
        api.PATCH('/api/v1/rooms/{room_id}/members/{member_id}', {
          params: { path: { room_id: id, member_id: memberId } },
          body: { role },
        }),
      ),
    onSettled: () => refreshRoom(id),
  });
}

export function useRemoveMember(id: string) {
  return useMutation({
    mutationFn: ({ memberId }: OfMember) =>
      unwrap(
        api.DELETE('/api/v1/rooms/{room_id}/members/{member_id}', {
          params: { path: { room_id: id, member_id: memberId } },
        }),
      ),
    onSettled: () => refreshRoom(id),
  });
}

/** The event about it may come later, or not at all while the connection is down. */
function refreshRoom(id: string): void {
  void engine().loadMembers(id);
  void engine().refreshRoom(id);
}

export function useInvites(id: string) {
  return useInfiniteQuery({
    queryKey: groupKeys.invites(id),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/rooms/{room_id}/invites', {
          params: { ...ofRoom(id), query: at(pageParam) },
          signal,
        }),
      ),
    ...paged,
    staleTime: 0,
  });
}

export function useInvite(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (memberId: string | null) =>
      unwrap(
        api.POST('/api/v1/rooms/{room_id}/invites', {
          params: ofRoom(id),
          body: { member_id: memberId, hours: inviteHours },
        }),
      ),
    onSuccess: () => void queries.invalidateQueries({ queryKey: groupKeys.invites(id) }),
  });
}

export function useRevokeInvite(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (inviteId: string) =>
      unwrap(
        api.DELETE('/api/v1/rooms/{room_id}/invites/{invite_id}', {
          params: { path: { room_id: id, invite_id: inviteId } },
        }),
      ),
    onSettled: () => void queries.invalidateQueries({ queryKey: groupKeys.invites(id) }),
  });
}

function patchCard(queries: QueryClient, id: string, change: (card: GroupCard) => GroupCard): void {
  const inList = (items: GroupCard[]) => items.map((one) => (one.id === id ? change(one) : one));
  queries.setQueryData<GroupCard>(groupKeys.card(id), (card) => card && change(card));
  queries.setQueryData<{ items: GroupCard[] }>(
    groupKeys.suggestions,
    (data) => data && { items: inList(data.items) },
  );
  queries.setQueriesData<InfiniteData<Page<GroupCard>>>({ queryKey: groupKeys.lists }, (data) =>
    data
      ? { ...data, pages: data.pages.map((page) => ({ ...page, items: inList(page.items) })) }
      : undefined,
  );
}
