export type TextPart = { text: string; url: string | null };

/** An address ends before whitespace, brackets, quotes, and Korean, Japanese or Chinese letters that follow it at once. */
const address =
  /https?:\/\/[^\s<>"“”‘’«»「」『』（）\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]+/giu;

/** Cuts a text into its addresses and what stands between them. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(address)) {
    const url = withoutSentence(found);
    if (!URL.canParse(url)) continue;
    if (index > end) parts.push({ text: text.slice(end, index), url: null });
    parts.push({ text: url, url });
    end = index + url.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), url: null });
  return parts;
}

/** What ends the sentence is not part of the address, nor is a bracket that was opened before it. */
function withoutSentence(found: string): string {
  let url = found;
  while (/[.,;:!?'*_~]$/.test(url) || (url.endsWith(')') && !isClosing(url)))
    url = url.slice(0, -1);
  return url;
}

function isClosing(url: string): boolean {
  const count = (bracket: string) => url.split(bracket).length;
  return count('(') >= count(')');
}
