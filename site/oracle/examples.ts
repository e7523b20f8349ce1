import type { PlaygroundInput } from './playground.ts';

interface Example {
  readonly label: string;
  readonly input: Partial<PlaygroundInput>;
}

/** What the playground offers to begin with. */
export const examples: readonly Example[] = [
  {
    label: 'Allowed',
    input: {
      response: 'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://app.example.com\nVary: Origin',
    },
  },
  {
    label: 'Another origin',
    input: { response: 'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: https://www.example.com' },
  },
  {
    label: '* with credentials',
    input: {
      credentials: true,
      response: 'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\nAccess-Control-Allow-Credentials: true',
    },
  },
  {
    label: 'A preflight that fails',
    input: {
      method: 'PUT',
      headers: 'Content-Type: application/json',
      response: 'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *',
      preflight: 'HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Bearer',
    },
  },
];
