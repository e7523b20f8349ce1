/** What a page asks for, and how the server is configured: everything that the switches of a lesson change. */
export interface Situation {
  /** The origin of the page. */
  readonly page: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body: 'none' | 'text' | 'json';
  /** Whether the script sets `X-Api-Key`. */
  readonly header: boolean;
  /** Whether the script asks with credentials: `credentials: 'include'`, `withCredentials`. */
  readonly credentials: boolean;
  readonly path: '/items' | '/missing' | '/crash' | '/old';
  /** Seconds until the page makes the same request again; null: it does not. */
  readonly againAfter: number | null;
  /** The origin of another page that makes the same request afterwards; null: none does. */
  readonly secondPage: string | null;
  /** `list`: the origins of {@link allowedOrigins}. `slash`: the first of them with a slash at its end. */
  readonly allowOrigin: 'list' | 'any' | 'reflect' | 'slash' | 'none';
  readonly allowCredentials: boolean;
  readonly allowMethods: 'list' | 'any' | 'none';
  readonly allowHeaders: 'list' | 'any' | 'none';
  readonly expose: 'list' | 'any' | 'none';
  /** Seconds; null: the header is not sent. */
  readonly maxAge: number | null;
  readonly vary: boolean;
  /** Whether a shared cache stands in front of the server. */
  readonly sharedCache: boolean;
  /** What answers preflights: CORS, authentication, a router without OPTIONS, or a redirect. */
  readonly preflight: 'cors' | 'login' | 'unrouted' | 'redirect';
  readonly headersOnErrors: boolean;
  readonly headersOnRedirects: boolean;
  /** Where `/old` redirects to. */
  readonly redirectTo: 'same' | 'other';
}

export const allowedOrigins = ['https://app.example.com', 'https://admin.example.com'] as const;

export const api = 'https://api.example.com';

/** Another server, which redirects lead to. */
export const files = 'https://files.example.net';

/** A simple request, and a server that allows what it has to. */
export const plainSituation: Situation = {
  page: allowedOrigins[0],
  method: 'GET',
  body: 'none',
  header: false,
  credentials: false,
  path: '/items',
  againAfter: null,
  secondPage: null,
  allowOrigin: 'list',
  allowCredentials: false,
  allowMethods: 'list',
  allowHeaders: 'list',
  expose: 'none',
  maxAge: null,
  vary: true,
  sharedCache: false,
  preflight: 'cors',
  headersOnErrors: true,
  headersOnRedirects: true,
  redirectTo: 'same',
};
