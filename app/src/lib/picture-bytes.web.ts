/** The bytes of a picture that was chosen in this browser: a `blob:` URL. */
export async function pictureBytes(uri: string): Promise<Blob> {
  return (await fetch(uri)).blob();
}
