import fc from 'fast-check';
import { refusal } from '../../servers/reference/cors.js';
import type { FetchRequest, HeaderList } from '../../src/fetch-standard/index.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { checkPolicy } from '../../src/policy/policy-file.ts';

const origins = [
  'https://app.example.test',
  'https://admin.example.test:8443',
  'https://partner.test',
  'http://localhost:8080',
  'http://127.0.0.1:3000',
  'https://*.example.test',
  'https://*.partner.test:8443',
] as const;
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY'] as const;
const requestHeaders = ['Content-Type', 'X-Api-Key', 'Authorization', 'Accept', 'Range', 'X-Other'] as const;
const exposedHeaders = ['X-Total-Count', 'ETag', 'X-Request-Id', 'Content-Length'] as const;

function listOf<Name extends string>(
  names: readonly Name[],
): fc.Arbitrary<'*' | readonly Name[] | undefined> {
  return fc.oneof(
    fc.constant(undefined),
    fc.constant('*' as const),
    fc.shuffledSubarray([...names]),
    fc.constant([...names]),
  );
}

/** Policies that a user can write, without those that the reference rejects because no server should apply them. */
export const anyPolicy: fc.Arbitrary<Policy> = fc
  .record({
    origins: listOf(origins),
    credentials: fc.constantFrom(undefined, true, false),
    methods: listOf(methods),
    requestHeaders: listOf(requestHeaders),
    exposedHeaders: listOf(exposedHeaders),
    maxAge: fc.constantFrom(undefined, 0, 600),
  })
  .map(stated)
  .filter((policy) => refusal(policy) === null && checkPolicy(policy).ok);

/** Without the fields that are undefined. */
function stated(policy: { readonly [Field in keyof Policy]: Policy[Field] | undefined }): Policy {
  return Object.fromEntries(Object.entries(policy).filter(([, value]) => value !== undefined));
}

const askers = [
  'https://app.example.test',
  'https://admin.example.test:8443',
  'https://partner.test',
  'http://localhost:8080',
  'http://127.0.0.1:3000',
  'https://deep.app.example.test',
  'https://example.test',
  'https://eu.partner.test:8443',
  'https://app.example.test:8443',
  'http://app.example.test',
  'https://app.example.test.evil.test',
  'https://evil-app.example.test.evil',
  'https://evilpartner.test',
  'http://localhost:8081',
  'null',
] as const;

/** Headers of requests: safelisted and not, and values that make the difference. */
const sentHeaders: readonly (readonly [string, string])[] = [
  ['Content-Type', 'application/json'],
  ['Content-Type', 'text/plain'],
  ['content-type', 'nonsense'],
  ['X-Api-Key', '1'],
  ['x-other', '1'],
  ['X-Unlisted', '1'],
  ['Authorization', 'Bearer corspec'],
  ['Accept', 'text/html'],
  ['Accept', 'a'.repeat(129)],
  ['Accept-Language', 'en'],
  ['Range', 'bytes=0-9'],
  ['Range', 'bytes=-9'],
];

export const sentMethods = [...methods, 'put', 'patch', 'delete', 'head'] as const;

/** The headers of a request, each name at most once. */
export const anyHeaders = fc.uniqueArray(fc.constantFrom(...sentHeaders), {
  maxLength: 3,
  selector: ([name]) => name.toLowerCase(),
});

/** Headers that are added to every response, so that it shows which of them a script can read. */
export const ownHeaders: HeaderList = exposedHeaders
  .filter((name) => name !== 'Content-Length')
  .map((name) => [name, '1']);

export const server = 'https://api.test';

/** The paths of the reference that answer every method, with their statuses. */
export const statuses: Readonly<Record<string, number>> = {
  '/denied': 403,
  '/missing': 404,
  '/crash': 500,
  '/limited': 429,
};

/** What pages ask a server for, across origins. */
export const anyRequest: fc.Arbitrary<FetchRequest> = fc.record({
  url: fc
    .constantFrom(
      ...Object.keys(statuses),
      ...Object.keys(statuses).map((path) => `/redirect?to=${path}&status=307`),
    )
    .map((path) => server + path),
  origin: fc.constantFrom(...askers),
  method: fc.constantFrom(...sentMethods),
  headers: anyHeaders,
  mode: fc.constant('cors'),
  credentials: fc.constantFrom('omit', 'same-origin', 'include'),
  redirect: fc.constant('follow'),
  useCorsPreflight: fc.boolean(),
});
