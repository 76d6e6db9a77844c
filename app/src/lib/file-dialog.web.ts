type Wanted = { accept: readonly string[]; max: number };

/** The browser's own window to choose files in; empty when the person changes their mind. */
export function chooseFiles({ accept, max }: Wanted): Promise<File[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept.join(',');
  input.multiple = max > 1;
  return new Promise((resolve) => {
    input.onchange = () => resolve([...(input.files ?? [])].slice(0, max));
    input.oncancel = () => resolve([]);
    input.click();
  });
}
