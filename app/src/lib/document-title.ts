export function useDocumentTitle(_title: string): void {}
