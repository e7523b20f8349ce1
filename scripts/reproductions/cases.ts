import type { Policy } from '../../src/policy/policy.ts';
import type { OpenedPage } from './open-page.ts';

/** A failure of the matrix that is shown with curl and a browser alone. */
export interface Reproduction {
  readonly id: string;
  /** A scenario of the finding in its findings.json. */
  readonly scenario: string;
  readonly policy: Policy;
  /** The Origin of the request with curl. */
  readonly origin: string;
  readonly page: Omit<OpenedPage, 'url'>;
  /** What is to be seen: one or two sentences. */
  readonly seen: string;
}

export const reproductions: readonly Reproduction[] = [
  {
    id: 'graphql-yoga',
    scenario: 'null-origin/sandbox-refused',
    policy: { origins: ['https://app.example.com', 'https://admin.example.com'], credentials: true },
    origin: 'https://evil.example',
    page: { credentials: 'include', sandboxed: true },
    seen: 'Two origins are allowed, and `https://evil.example` is neither: it gets `null`. Every site can put a page into a sandboxed frame, whose origin is `null`, and read the response with the user’s cookies.',
  },
  {
    id: 'flask-cors',
    scenario: 'credentials/any-origin-refused',
    policy: { origins: '*', credentials: true },
    origin: 'https://evil.example',
    page: { credentials: 'include', sandboxed: false },
    seen: 'Any origin together with credentials is not refused: every origin is sent back, so that every site reads what the user may read.',
  },
  {
    id: 'gin-cors',
    scenario: 'hygiene/no-wildcard-with-credentials',
    policy: { origins: '*', credentials: true },
    origin: 'https://app.example.com',
    page: { credentials: 'include', sandboxed: false },
    seen: '`*` is sent together with Access-Control-Allow-Credentials: the configuration looks as if it allowed credentials, and the browser blocks each request that has them.',
  },
];
