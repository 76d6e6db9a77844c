import { address } from './site.ts';

/** Of every account: those of the demo campus have it too. */
export const password = 'dive-into-dife';

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** The same member at another device that has no screen: for what a story takes for granted. */
export class ApiClient {
  private readonly token: string;

  private constructor(token: string) {
    this.token = token;
  }

  static async logIn(email: string): Promise<ApiClient> {
    const answer = await send('POST', '/auth/login', { body: { email, password } });
    return new ApiClient((answer as { access_token: string }).access_token);
  }

  ask(method: Method, path: string, body?: object): Promise<unknown> {
    return send(method, path, { body, token: this.token });
  }
}

type Request = { body?: object; token?: string };

async function send(method: Method, path: string, { body, token }: Request): Promise<unknown> {
  const answer = await fetch(address(`/api/v1${path}`), {
    method,
    headers: {
      'Content-Type': 'application/json',
      'X-Client': 'native',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}
