/** The web client comes from the same origin as the API. */
export function baseUrl(): string {
  return window.location.origin;
}
