const office = 'application/vnd.openxmlformats-officedocument';

/** What the server takes, by the endings that some systems know better than the types. */
export const fileTypes: Record<string, string> = {
  pdf: 'application/pdf',
  txt: 'text/plain',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  docx: `${office}.wordprocessingml.document`,
  pptx: `${office}.presentationml.presentation`,
  xlsx: `${office}.spreadsheetml.sheet`,
};

/** The type of a file by its name, else the one that the system gives. */
export function typeOf(name: string, given: string | undefined): string {
  const ending = name.split('.').at(-1)?.toLowerCase() ?? '';
  return fileTypes[ending] ?? given ?? '';
}
