const regionalA = 0x1f1e6;

/** "KR" → 🇰🇷: an ISO country code written in regional indicator letters is the flag. */
export function flagOf(country: string): string {
  const code = country.toUpperCase();
  if (!/^[A-Z]{2}$/.test(code)) return '';
  return String.fromCodePoint(...[...code].map((letter) => regionalA + letter.charCodeAt(0) - 65));
}
