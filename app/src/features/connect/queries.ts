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

import type { Filters } from './filters';

export type Person = Schema<'Person'>;
export type ConnectRequest = Schema<'ConnectRequest'>;
export type Direction = ConnectRequest['direction'];

type Page<Item> = { items: Item[]; next_cursor: string | null };

const people = ['connect', 'people'] as const;

export const connectKeys = {
  all: ['connect'] as const,
  recommendations: ['connect', 'recommendations'] as const,
  people,
  search: (q: string, filters: Filters) => [...people, 'search', q, filters] as const,
  person: (id: string) => ['connect', 'person', id] as const,
  requestLists: ['connect', 'requests'] as const,
  requests: (direction: Direction) => ['connect', 'requests', direction] as const,
  friends: ['connect', 'friends'] as const,
};

/** The deck stays as it is while it is looked through; it is asked for again after half an hour. */
export function useRecommendations() {
  return useQuery({
    queryKey: connectKeys.recommendations,
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/connect/recommendations', { signal })),
    select: ({ items }) => items,
    staleTime: 30 * 60_000,
  });
}

export function usePeople(q: string, filters: Filters) {
  return useInfiniteQuery({
    queryKey: connectKeys.search(q, filters),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/connect/search', {
          params: { query: { ...filters, q, ...at(pageParam) } },
          signal,
        }),
      ),
    ...paged,
    placeholderData: (before) => before,
  });
}

export function usePerson(id: string) {
  return useQuery({
    queryKey: connectKeys.person(id),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/api/v1/members/{member_id}', { params: { path: { member_id: id } }, signal }),
      ),
  });
}

export function useRequests(direction: Direction) {
  return useInfiniteQuery({
    queryKey: connectKeys.requests(direction),
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/connect/requests', {
          params: { query: { direction, ...at(pageParam) } },
          signal,
        }),
      ),
    ...paged,
    staleTime: 0,
  });
}

export function useFriends() {
  return useInfiniteQuery({
    queryKey: connectKeys.friends,
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/connect/friends', {
          params: { query: at(pageParam) },
          signal,
        }),
      ),
    ...paged,
  });
}

/** Gives a heart or takes it back; it shows at once and goes back when the server refuses. */
export function useLike(id: string) {
  const queries = useQueryClient();
  const params = { path: { member_id: id } };
  const show = (is_liked: boolean) =>
    patchPerson(queries, { id, change: (person) => ({ ...person, is_liked }) });
  return useMutation({
    mutationFn: (on: boolean): Promise<unknown> =>
      on
        ? unwrap(api.PUT('/api/v1/members/{member_id}/like', { params }))
        : unwrap(api.DELETE('/api/v1/members/{member_id}/like', { params })),
    onMutate: show,
    onError: (_error, on) => show(!on),
  });
}

export function useAsk() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schema<'SendRequest'>) =>
      unwrap(api.POST('/api/v1/connect/requests', { body })),
    onSuccess: (person) => settle(queries, person),
    onError: (_error, { member_id }) => hearOfConnection(queries, member_id),
  });
}

type OfRequest = { requestId: string; memberId: string };

export function useAccept() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ requestId }: OfRequest) =>
      unwrap(
        api.POST('/api/v1/connect/requests/{request_id}/accept', {
          params: { path: { request_id: requestId } },
        }),
      ),
    onSuccess: (person) => settle(queries, person),
    onError: (_error, { memberId }) => hearOfConnection(queries, memberId),
  });
}

/** Takes one's own request back, or declines another's. */
export function useWithdraw() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ requestId }: OfRequest) =>
      unwrap(
        api.DELETE('/api/v1/connect/requests/{request_id}', {
          params: { path: { request_id: requestId } },
        }),
      ),
    onSuccess: (_nothing, { memberId }) => part(queries, memberId),
    onError: (_error, { memberId }) => hearOfConnection(queries, memberId),
  });
}

export function useUnfriend() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (memberId: string) =>
      unwrap(
        api.DELETE('/api/v1/connect/friends/{member_id}', {
          params: { path: { member_id: memberId } },
        }),
      ),
    onSuccess: (_nothing, memberId) => part(queries, memberId),
  });
}

/** Another member can no longer be seen: nothing here may show them. */
export function forgetPerson(queries: QueryClient, id: string): void {
  queries.removeQueries({ queryKey: connectKeys.person(id) });
  void queries.invalidateQueries({ queryKey: connectKeys.all });
}

function settle(queries: QueryClient, person: Person): void {
  queries.setQueryData<Person>(connectKeys.person(person.id), person);
  patchPerson(queries, { id: person.id, change: () => person });
  refreshLists(queries);
}

function part(queries: QueryClient, id: string): void {
  const connection = { status: 'none', request_id: null } as const;
  patchPerson(queries, { id, change: (person) => ({ ...person, connection }) });
  refreshLists(queries);
}

/** The other side did something: how things stand, the server knows. */
export function hearOfConnection(queries: QueryClient, id: string): void {
  void queries.invalidateQueries({ queryKey: connectKeys.person(id) });
  void queries.invalidateQueries({ queryKey: connectKeys.recommendations });
  refreshLists(queries);
}

function refreshLists(queries: QueryClient): void {
  void queries.invalidateQueries({ queryKey: connectKeys.requestLists });
  void queries.invalidateQueries({ queryKey: connectKeys.friends });
}

type Patch = { id: string; change: (person: Person) => Person };

/** Changes a person wherever they are shown. */
function patchPerson(queries: QueryClient, { id, change }: Patch): void {
  const inList = (items: Person[]) => items.map((one) => (one.id === id ? change(one) : one));
  queries.setQueryData<Person>(connectKeys.person(id), (person) => person && change(person));
  queries.setQueryData<{ items: Person[] }>(
    connectKeys.recommendations,
    (data) => data && { items: inList(data.items) },
  );
  queries.setQueriesData<InfiniteData<Page<Person>>>({ queryKey: people }, (data) =>
    data
      ? { ...data, pages: data.pages.map((page) => ({ ...page, items: inList(page.items) })) }
      : undefined,
  );
}
