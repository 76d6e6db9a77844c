/** The sentence in three pieces, the name in the middle; without the name all of it is first. */
export function aroundName(
  sentence: string,
  name: string | undefined,
): [before: string, name: string, after: string] {
  const start = name ? sentence.indexOf(name) : -1;
  if (!name || start < 0) return [sentence, '', ''];
  return [sentence.slice(0, start), name, sentence.slice(start + name.length)];
}
