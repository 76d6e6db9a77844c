/** A phone asks the server that the build names (`EXPO_PUBLIC_API_URL=https://…`). */
const configured = process.env.EXPO_PUBLIC_API_URL;

export function baseUrl(): string {
  if (!configured)
    throw new Error('EXPO_PUBLIC_API_URL is not set: say where the API is when building the app');
  return configured.replace(/\/$/, '');
}
