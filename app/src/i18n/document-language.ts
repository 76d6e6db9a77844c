export function setDocumentLanguage(_language: string): void {}
