export type Part = { text: string; marked: boolean };

/** So much stands before the first word that was looked for. */
const before = 40;

/** Cuts a text at the words that were looked for, whatever their case and accents. */
export function highlight(text: string, words: string): Part[] {
  const wanted = words.split(/\s+/).map(fold).filter(Boolean);
  const letters = [...text];
  const folded = letters.map(fold);
  const marked = letters.map(() => false);
  for (let start = 0; start < letters.length; start += 1) {
    for (const word of wanted) {
      const end = endOf(folded, { start, word });
      if (end !== null) marked.fill(true, start, end);
    }
  }
  const first = Math.max(0, marked.indexOf(true) - before);
  const parts: Part[] = first > 0 ? [{ text: '…', marked: false }] : [];
  for (let index = first; index < letters.length; index += 1) {
    const last = parts.at(-1);
    if (last?.marked === marked[index]) last!.text += letters[index];
    else parts.push({ text: letters[index]!, marked: marked[index]! });
  }
  return parts;
}

/** Where a word that begins at a letter ends; null when another one stands there. */
function endOf(folded: string[], { start, word }: { start: number; word: string }): number | null {
  let rest = word;
  let index = start;
  while (rest !== '') {
    const letter = folded[index];
    if (!letter || !rest.startsWith(letter)) return null;
    rest = rest.slice(letter.length);
    index += 1;
  }
  return index;
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFKC');
}
