import { allowedOrigins, type Situation } from './situation.ts';

/** A setting that a lesson lets change. */
export interface Switch {
  readonly label: string;
  /** Whether the page or the server decides about it. */
  readonly side: 'request' | 'server';
  readonly options: readonly { readonly value: Situation[keyof Situation]; readonly label: string }[];
}

const yesNo = [
  { value: true, label: 'yes' },
  { value: false, label: 'no' },
] as const;

function same<Value extends string>(...values: readonly Value[]) {
  return values.map((value) => ({ value, label: value }));
}

export const switches: { readonly [Key in keyof Situation]: Switch } = {
  page: {
    label: 'The page is at',
    side: 'request',
    options: [
      ...same(
        ...allowedOrigins,
        'https://other.example',
        'http://app.example.com',
        'https://app.example.com:8443',
      ),
      { value: 'null', label: 'null (a sandboxed frame)' },
    ],
  },
  method: { label: 'Method', side: 'request', options: same('GET', 'POST', 'PUT', 'DELETE') },
  body: {
    label: 'Body',
    side: 'request',
    options: [
      { value: 'none', label: 'none' },
      { value: 'text', label: 'text/plain' },
      { value: 'json', label: 'application/json' },
    ],
  },
  header: { label: 'Sets X-Api-Key', side: 'request', options: yesNo },
  credentials: { label: 'With credentials', side: 'request', options: yesNo },
  path: {
    label: 'Path',
    side: 'request',
    options: [
      { value: '/items', label: '/items (200)' },
      { value: '/missing', label: '/missing (404)' },
      { value: '/crash', label: '/crash (500)' },
      { value: '/old', label: '/old (redirects)' },
    ],
  },
  againAfter: {
    label: 'The same request again',
    side: 'request',
    options: [
      { value: null, label: 'no' },
      { value: 1, label: 'after 1 second' },
      { value: 10, label: 'after 10 seconds' },
      { value: 700, label: 'after 700 seconds' },
    ],
  },
  secondPage: {
    label: 'Then a page at',
    side: 'request',
    options: [{ value: null, label: 'none' }, ...same(allowedOrigins[1], 'https://other.example')],
  },
  allowOrigin: {
    label: 'Access-Control-Allow-Origin',
    side: 'server',
    options: [
      { value: 'list', label: `the origin, if it is ${allowedOrigins.join(' or ')}` },
      { value: 'any', label: '*' },
      { value: 'reflect', label: 'the origin, whatever it is' },
      { value: 'slash', label: `${allowedOrigins[0]}/` },
      { value: 'none', label: 'not sent' },
    ],
  },
  allowCredentials: {
    label: 'Access-Control-Allow-Credentials',
    side: 'server',
    options: [
      { value: true, label: 'true' },
      { value: false, label: 'not sent' },
    ],
  },
  allowMethods: {
    label: 'Access-Control-Allow-Methods',
    side: 'server',
    options: [
      { value: 'list', label: 'GET, POST, PUT' },
      { value: 'any', label: '*' },
      { value: 'none', label: 'not sent' },
    ],
  },
  allowHeaders: {
    label: 'Access-Control-Allow-Headers',
    side: 'server',
    options: [
      { value: 'list', label: 'Content-Type, X-Api-Key' },
      { value: 'any', label: '*' },
      { value: 'none', label: 'not sent' },
    ],
  },
  expose: {
    label: 'Access-Control-Expose-Headers',
    side: 'server',
    options: [
      { value: 'list', label: 'X-Total-Count' },
      { value: 'any', label: '*' },
      { value: 'none', label: 'not sent' },
    ],
  },
  maxAge: {
    label: 'Access-Control-Max-Age',
    side: 'server',
    options: [
      { value: 600, label: '600' },
      { value: 5, label: '5' },
      { value: 0, label: '0' },
      { value: null, label: 'not sent' },
    ],
  },
  vary: {
    label: 'Vary: Origin',
    side: 'server',
    options: [
      { value: true, label: 'sent' },
      { value: false, label: 'not sent' },
    ],
  },
  sharedCache: { label: 'A shared cache in front', side: 'server', options: yesNo },
  preflight: {
    label: 'Preflights are answered by',
    side: 'server',
    options: [
      { value: 'cors', label: 'CORS' },
      { value: 'login', label: 'authentication: 401' },
      { value: 'unrouted', label: 'the router: 404' },
      { value: 'redirect', label: 'a redirect: 301' },
    ],
  },
  headersOnErrors: { label: 'CORS headers on errors', side: 'server', options: yesNo },
  headersOnRedirects: { label: 'CORS headers on redirects', side: 'server', options: yesNo },
  redirectTo: {
    label: 'Redirects to',
    side: 'server',
    options: [
      { value: 'same', label: 'the same server' },
      { value: 'other', label: 'another server' },
    ],
  },
};
