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

/** Seconds. */
const longestWait = 20;

type Request = { body?: object; token?: string };

/** Whoever has sent too much waits as long as the server asks for, as the outbox of the app does. */
async function send(method: Method, path: string, request: Request): Promise<unknown> {
  for (let tries = 1; ; tries += 1) {
    const answer = await sendOnce(method, path, request);
    const text = await answer.text();
    if (answer.ok) return text ? JSON.parse(text) : null;
    const seconds = Number(answer.headers.get('Retry-After'));
    if (answer.status !== 429 || tries === 3 || seconds > longestWait)
      throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    await new Promise((done) => setTimeout(done, seconds * 1_000));
  }
}

function sendOnce(method: Method, path: string, { body, token }: Request): Promise<Response> {
  return fetch(address(`/api/v1${path}`), {
    method,
    headers: {
      'Content-Type': 'application/json',
      'X-Client': 'native',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
    body: body ? JSON.stringify(body) : undefined,
  });
}
