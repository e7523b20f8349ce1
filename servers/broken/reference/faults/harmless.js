// @ts-check
import {
  AC,
  add,
  AH,
  all,
  AM,
  AO,
  bare,
  drop,
  EH,
  head,
  isRefused,
  isShared,
  MA,
  members,
  onActual,
  onPreflight,
  onRoute,
  put,
  set,
  status,
  when,
  without,
} from '../hooks.js';

/** @param {string} value */
const padded = (value) => members(value).join(' ,\t');

/**
 * Servers that are unusual but correct: no scenario may fail.
 *
 * @type {readonly import('../fault.js').Harmless[]}
 */
export const harmless = [
  {
    id: 'fine-own-origin-forwarded',
    title:
      'Writes from other origins get 403, unless the policy allows them; its own is that of X-Forwarded-Proto and -Host',
    policies: ['allowlist', 'credentialed'],
    break: head(
      when(
        all(
          onActual,
          isRefused,
          ({ method, origin, headers }) =>
            !['GET', 'HEAD', 'OPTIONS'].includes(method) &&
            origin !== 'null' &&
            origin !== `${headers['x-forwarded-proto']}://${headers['x-forwarded-host']}`,
        ),
        status(403),
      ),
    ),
  },
  {
    id: 'fine-preflight-200',
    title: 'Preflights get status 200',
    policies: ['allowlist', 'credentialed'],
    break: head(when(onPreflight, status(200))),
  },
  {
    id: 'fine-preflight-299',
    title: 'Preflights get status 299',
    policies: ['allowlist'],
    break: head(when(onPreflight, status(299))),
  },
  {
    id: 'fine-lower-case-names',
    title: 'Header names are in lower case',
    policies: ['credentialed'],
    break: head(({ headers, ...rest }) => ({
      ...rest,
      headers: headers.map(([name, value]) => [name.toLowerCase(), value]),
    })),
  },
  {
    id: 'fine-lower-case-lists',
    title: 'Lists of headers are in lower case',
    policies: ['allowlist', 'credentialed'],
    break: head(
      set(AH, (value) => value.toLowerCase()),
      set(EH, (value) => value.toUpperCase()),
    ),
  },
  {
    id: 'fine-several-lines',
    title: 'Each list element is a header line of its own',
    policies: ['credentialed'],
    break: head(
      ...[AM, AH, EH].map(
        /** @returns {import('../hooks.js').Change} */ (name) =>
          ({ headers, ...rest }) => ({
            ...rest,
            headers: headers.flatMap(([sent, value]) =>
              sent === name
                ? members(value).map((member) => /** @type {const} */ ([sent, member]))
                : [/** @type {const} */ ([sent, value])],
            ),
          }),
      ),
    ),
  },
  {
    id: 'fine-empty-members',
    title: 'Lists have spaces and empty elements',
    policies: ['allowlist'],
    break: head(
      set(AM, (value) => `,${padded(value)},, `),
      set(AH, (value) => `, ,${padded(value)}`),
      set(EH, (value) => `${padded(value)},`),
    ),
  },
  {
    id: 'fine-reversed-lists',
    title: 'Lists are in a different order',
    policies: ['credentialed'],
    break: head(...[AM, AH, EH].map((name) => set(name, (value) => members(value).reverse().join(',')))),
  },
  {
    id: 'fine-echo-for-any',
    title: 'With any origin allowed, the origin is returned instead of `*`',
    policies: ['public', 'wildcard'],
    break: head(
      set(AO, (_, { origin = '*' }) => origin),
      when(isShared, add('Vary', 'Origin')),
    ),
  },
  {
    id: 'fine-only-what-is-asked',
    title: 'A preflight response lists only what the preflight requested',
    policies: ['allowlist'],
    informs: ['caching/vary-request-headers', 'caching/vary-request-method'],
    break: head(
      set(AM, (value, { asked }) => members(value).find((method) => method === asked) ?? ''),
      set(AH, (value, { wants }) =>
        members(value)
          .filter((name) => wants.includes(name.toLowerCase()))
          .join(', '),
      ),
    ),
  },
  {
    id: 'fine-simple-methods-unsaid',
    title: 'Methods that need no preflight are not listed',
    policies: ['credentialed'],
    break: head(set(AM, 'PUT, DELETE')),
  },
  {
    id: 'fine-refusal-403',
    title: 'A preflight that fails gets status 403',
    policies: ['allowlist', 'closed'],
    break: head(when(all(onPreflight, isRefused), status(403))),
  },
  {
    id: 'fine-refusal-with-lists',
    title: 'A preflight response to an origin that is not allowed lists methods',
    policies: ['credentialed'],
    break: head(when(all(onPreflight, isRefused), put(AM, 'GET, POST, PUT, DELETE'))),
  },
  {
    id: 'fine-static-origin',
    // Credentials too: a header that depends on Origin would require Vary.
    title: 'The only allowed origin is sent with every response',
    policies: ['development'],
    break: head(put(AO, 'http://localhost:8080'), put(AC, 'true'), set('Vary', without('Origin'))),
  },
  {
    id: 'fine-lists-on-actual',
    title: 'The actual response repeats the headers of the preflight response',
    policies: ['allowlist'],
    break: head(
      when(
        all(onActual, isShared),
        add(AM, 'GET, POST, PUT, DELETE'),
        add(AH, 'Content-Type, X-Api-Key'),
        add(MA, '600'),
      ),
    ),
  },
  {
    id: 'fine-spaces-around-origin',
    title: 'Access-Control-Allow-Origin has spaces around it',
    policies: ['allowlist', 'public'],
    break: head(set(AO, (value) => `  ${value}\t `)),
  },
  {
    id: 'fine-unknown-headers',
    title: 'Responses have unknown headers',
    policies: ['allowlist'],
    break: head(add('Access-Control-Allow-Everything', 'true')),
  },
  {
    id: 'fine-methods-unsaid',
    title: 'Access-Control-Allow-Methods is omitted if all allowed methods need no preflight',
    policies: ['public', 'tokens'],
    informs: ['preflight/upload-listener-method-refused'],
    break: head(drop(AM)),
  },
  {
    id: 'fine-simple-methods-lower-case',
    title: 'Methods that need no preflight are listed in lower case',
    policies: ['allowlist'],
    break: head(set(AM, 'get, post, PUT, DELETE')),
  },
  {
    id: 'fine-refusal-400',
    title: 'A preflight for a method that is not allowed gets status 400',
    policies: ['allowlist'],
    break: head(
      when(
        // HEAD need not be listed, and is supported wherever GET is.
        ({ preflight, asked, policy }) =>
          preflight && asked !== 'HEAD' && policy.methods?.includes(asked) === false,
        status(400),
      ),
    ),
  },
  {
    id: 'fine-vary-more',
    title: 'Vary lists more names than Origin',
    policies: ['credentialed', 'public'],
    break: head(put('Vary', 'Accept-Encoding, Origin, Access-Control-Request-Method')),
  },
  {
    id: 'fine-vary-in-lines',
    title: 'Vary is in lower case and has a line for each name',
    policies: ['allowlist'],
    break: head(
      set('Vary', (value) => value.toLowerCase()),
      add('Vary', 'accept-language'),
    ),
  },
  {
    id: 'fine-allow-credentials-unused',
    title: 'Access-Control-Allow-Credentials is sent with `*`, which does not allow credentials',
    policies: ['public'],
    break: head(when(isShared, put(AC, 'true'))),
  },
  {
    id: 'fine-malformed-path-first',
    title:
      'The framework responds to a path that cannot be decoded before the CORS middleware runs, as Fastify does',
    policies: ['credentialed'],
    informs: [
      'errors/malformed-path',
      'errors/malformed-path-preflight',
      'errors/malformed-path-with-credentials',
    ],
    break: head(when(onRoute('/malformed/%E0%A4%A'), bare(400))),
  },
];
