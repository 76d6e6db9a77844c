type Search = { query: string; nameOf: (code: string) => string; language: string };

/** The countries whose name or code has the query in it, in the order of the language's alphabet. */
export function searchCountries(
  codes: readonly string[],
  { query, nameOf, language }: Search,
): string[] {
  const wanted = fold(query);
  const collator = new Intl.Collator(language);
  return codes
    .map((code) => ({ code, name: nameOf(code) }))
    .filter(({ code, name }) => fold(name).includes(wanted) || code.toLowerCase() === wanted)
    .sort((a, b) => collator.compare(a.name, b.name))
    .map(({ code }) => code);
}

/** "México" is found by "mexico". */
function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .trim();
}
