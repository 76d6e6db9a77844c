type Cursors = { next_cursor: string | null };

/** How a list goes on that the server gives page by page. */
export const paged = {
  initialPageParam: null as string | null,
  getNextPageParam: (page: Cursors) => page.next_cursor,
};

/** The query of the page at this cursor. */
export function at(cursor: string | null): { cursor?: string } {
  return { cursor: cursor ?? undefined };
}
