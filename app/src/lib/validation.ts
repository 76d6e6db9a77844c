/** The server's limits, checked here so that people hear of them while they type. */
export const limits = {
  username: 12,
  bio: 60,
  passwordMin: 8,
  passwordMax: 128,
  hobbies: 3,
  email: 254,
} as const;

/** Counts as the server does: code points of the composed text without the white space around it. */
export function lengthOf(text: string): number {
  return [...text.normalize('NFC').trim()].length;
}

export function isEmail(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= limits.email && /^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$/.test(trimmed);
}

export function isPassword(text: string): boolean {
  const length = [...text].length;
  return length >= limits.passwordMin && length <= limits.passwordMax;
}

/** Also takes what a keyboard of full-width digits or a copied "123 456" gives. */
export function toCode(text: string): string {
  return text.normalize('NFKC').replace(/\D/g, '').slice(0, 6);
}

export function isCode(text: string): boolean {
  return /^[0-9]{6}$/.test(text);
}
