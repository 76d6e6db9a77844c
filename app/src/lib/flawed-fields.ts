/** A native field, or in a browser the element. */
type Field = { focus: () => void; checkVisibility?: () => boolean };

/** The fields of the open pages that say that they are not right. */
const flawed = new Set<Field>();

export function addFlawed(field: Field): () => void {
  flawed.add(field);
  return () => void flawed.delete(field);
}

/** Leads whoever sent a form to the first field that is not right; it may be far above the button. */
export function focusFirstFlawed(): void {
  // The fields learn what is wrong with them when the form is drawn again.
  setTimeout(() => firstOf([...flawed])?.focus(), 0);
}

/** Browsers keep the pages below this one, but do not show them. */
function firstOf(fields: Field[]): Field | undefined {
  return fields.filter((field) => field.checkVisibility?.() ?? true).sort(byPlace)[0];
}

function byPlace(one: Field, other: Field): number {
  if (typeof Node === 'undefined' || !(one instanceof Node) || !(other instanceof Node)) return 0;
  return one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1;
}
