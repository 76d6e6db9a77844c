/** The server's codes as what can be chosen of them. */
export function optionsOf<Code extends string>(
  codes: readonly string[],
  label: (code: Code) => string,
): { code: Code; label: string }[] {
  return (codes as Code[]).map((code) => ({ code, label: label(code) }));
}
