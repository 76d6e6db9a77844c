import { loadFontFor } from '@/theme/font';

/** Screen readers and the font fallback follow `<html lang>`. */
export function setDocumentLanguage(language: string): void {
  document.documentElement.lang = language;
  loadFontFor(language);
}
