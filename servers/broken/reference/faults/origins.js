// @ts-check
import {
  AC,
  all,
  AO,
  grant,
  head,
  isRefused,
  letIn,
  not,
  onActual,
  onMethod,
  onPreflight,
  onRoute,
  parsed,
  put,
  wanting,
  when,
  withCookie,
} from '../hooks.js';

/** @param {import('../server.js').Policy} policy */
const entries = ({ origins = [] }) => (origins === '*' ? [] : origins);

/** @param {(entry: URL, origin: URL) => boolean} matches compares an entry of the list with the request's origin */
const matching = (matches) => ({
  /** @param {string} origin @param {import('../server.js').Seen} seen */
  allows: (origin, { policy }) => {
    const asked = parsed(origin);
    return (
      asked !== null && entries(policy).some((entry) => matches(new URL(entry.replace('*.', '')), asked))
    );
  },
});

const allowEvery = { allows: () => true };

/**
 * Origins that the policy does not allow are accepted.
 *
 * @type {readonly import('../fault.js').Fault[]}
 */
export const origins = [
  {
    id: 'echo-any-origin',
    title: 'Every origin is reflected and therefore allowed',
    level: 'security',
    policies: ['allowlist', 'credentialed', 'closed'],
    caughtBy: [
      'simple/foreign-refused',
      'simple/foreign-http-refused',
      'simple/foreign-xhr-refused',
      'simple/foreign-post-arrives',
      'preflight/foreign-put-refused',
      'preflight/foreign-header-refused',
      'preflight/foreign-json-has-no-effect',
      'preflight/foreign-delete-has-no-effect',
      'credentials/foreign-refused',
      'credentials/foreign-http-refused',
      'credentials/foreign-put-refused',
      'credentials/foreign-json-refused',
    ],
    break: allowEvery,
  },
  {
    id: 'echo-by-default',
    title: 'By default, every origin is reflected with credentials',
    level: 'security',
    policies: ['default'],
    caughtBy: [
      'credentials/foreign-refused',
      'credentials/foreign-http-refused',
      'credentials/foreign-put-refused',
      'credentials/foreign-json-refused',
    ],
    break: {
      policy: () => ({ origins: [], credentials: true, methods: '*', requestHeaders: '*' }),
      ...allowEvery,
    },
  },
  {
    id: 'echo-any-with-credentials',
    title: 'If the configuration allows any origin with credentials, every origin is reflected',
    level: 'security',
    policies: ['any-with-credentials'],
    caughtBy: ['credentials/any-origin-refused'],
    break: {
      policy: () => ({ origins: [], credentials: true, methods: ['GET', 'HEAD', 'POST'] }),
      ...allowEvery,
    },
  },
  {
    id: 'echo-any-with-put',
    title:
      'If the configuration allows any origin with credentials, every origin is reflected for all methods',
    level: 'security',
    policies: ['any-with-credentials'],
    caughtBy: ['credentials/any-origin-refused', 'credentials/any-origin-put-refused'],
    break: {
      policy: () => ({ origins: [], credentials: true, methods: '*', requestHeaders: '*' }),
      ...allowEvery,
    },
  },
  {
    id: 'star-for-a-list',
    title: 'Access-Control-Allow-Origin is `*` although the policy lists origins',
    level: 'security',
    policies: ['allowlist', 'closed'],
    caughtBy: ['simple/foreign-refused', 'simple/foreign-post-arrives', 'preflight/foreign-put-refused'],
    break: { policy: (policy) => ({ ...policy, origins: '*', methods: '*', requestHeaders: '*' }) },
  },
  {
    id: 'star-for-the-refused',
    title: 'Origins that are not listed get `*`',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['simple/foreign-refused', 'simple/foreign-xhr-refused'],
    break: head(when(isRefused, put(AO, '*'))),
  },
  {
    id: 'http-lets-in',
    title: 'Every http origin is allowed',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'simple/foreign-http-refused',
      'credentials/foreign-http-refused',
      'simple/other-scheme-refused',
    ],
    break: head(when(({ origin = '' }) => origin.startsWith('http:'), letIn)),
  },
  {
    id: 'match-without-end',
    title: 'The pattern has no end anchor: a host that begins with an allowed one is allowed',
    level: 'security',
    policies: ['allowlist', 'credentialed', 'subdomains'],
    caughtBy: [
      'simple/lookalike-suffix-refused',
      'preflight/lookalike-suffix-put-refused',
      'credentials/lookalike-suffix-refused',
    ],
    break: matching(
      (entry, { protocol, hostname }) =>
        protocol === entry.protocol && `.${hostname}.`.includes(`.${entry.hostname}.`),
    ),
  },
  {
    id: 'match-without-beginning',
    title: 'The pattern has no start anchor: a host that ends with an allowed one is allowed',
    level: 'security',
    policies: ['allowlist', 'credentialed', 'subdomains'],
    caughtBy: [
      'simple/lookalike-prefix-refused',
      'preflight/lookalike-prefix-put-refused',
      'credentials/lookalike-prefix-refused',
    ],
    break: matching((entry, origin) => origin.host.endsWith(entry.host)),
  },
  {
    id: 'match-substring',
    title: 'An origin that contains an allowed one is allowed',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['simple/lookalike-suffix-refused', 'preflight/lookalike-suffix-put-refused'],
    break: matching((entry, origin) => origin.href.includes(entry.origin)),
  },
  {
    id: 'match-reversed',
    title: 'An origin that is part of an allowed one is allowed',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'origins/less-first-character-refused',
      'origins/port-dropped-refused',
      'origins/less-first-character-with-credentials-refused',
      'simple/parent-domain-refused',
    ],
    break: matching((entry, origin) => entry.host.includes(origin.host)),
  },
  {
    id: 'port-ignored',
    title: 'The port of an origin is ignored',
    level: 'security',
    policies: ['allowlist', 'credentialed', 'development'],
    caughtBy: [
      'origins/port-dropped-refused',
      'origins/port-dropped-with-credentials-refused',
      'simple/other-port-refused',
      'preflight/other-port-put-refused',
      'credentials/other-port-refused',
    ],
    break: matching(
      (entry, { protocol, hostname }) => protocol === entry.protocol && hostname === entry.hostname,
    ),
  },
  {
    id: 'port-ignored-by-pattern',
    title: 'A subdomain pattern allows every port',
    level: 'security',
    policies: ['subdomains'],
    caughtBy: [
      'simple/other-port-refused',
      'preflight/other-port-put-refused',
      'credentials/other-port-refused',
    ],
    break: matching(
      (entry, { protocol, hostname }) =>
        protocol === entry.protocol && hostname.endsWith(`.${entry.hostname}`),
    ),
  },
  {
    id: 'scheme-ignored',
    title: 'The scheme of an origin is ignored',
    level: 'security',
    policies: ['allowlist', 'credentialed', 'development'],
    caughtBy: [
      'simple/other-scheme-refused',
      'preflight/other-scheme-put-refused',
      'credentials/other-scheme-refused',
    ],
    break: matching((entry, origin) => origin.host === entry.host),
  },
  {
    id: 'scheme-ignored-by-pattern',
    title: 'A subdomain pattern allows http',
    level: 'security',
    policies: ['subdomains'],
    caughtBy: [
      'simple/other-scheme-refused',
      'preflight/other-scheme-put-refused',
      'credentials/other-scheme-refused',
    ],
    break: matching((entry, origin) => origin.hostname.endsWith(`.${entry.hostname}`)),
  },
  {
    id: 'subdomains-let-in',
    title: 'Subdomains of an allowed origin are allowed',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'simple/subdomain-refused',
      'preflight/subdomain-put-refused',
      'credentials/subdomain-refused',
    ],
    break: matching(
      (entry, { protocol, host }) => protocol === entry.protocol && `.${host}`.endsWith(`.${entry.host}`),
    ),
  },
  {
    id: 'parent-domain-let-in',
    title: 'The parent domain of an allowed origin is allowed',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['simple/parent-domain-refused'],
    break: matching(
      (entry, { protocol, host }) => protocol === entry.protocol && `.${entry.host}`.endsWith(`.${host}`),
    ),
  },
  {
    id: 'pattern-has-its-parent',
    title: 'A subdomain pattern allows the domain itself',
    level: 'security',
    policies: ['subdomains'],
    caughtBy: ['simple/parent-domain-refused'],
    break: matching(
      (entry, { protocol, host }) => protocol === entry.protocol && `.${host}`.endsWith(`.${entry.host}`),
    ),
  },
  {
    id: 'foreign-get',
    title: 'A GET is allowed from every origin',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['simple/foreign-refused', 'simple/foreign-xhr-refused', 'simple/foreign-http-refused'],
    break: head(when(all(onActual, onMethod('GET')), letIn)),
  },
  {
    id: 'foreign-post',
    title: 'A POST is allowed from every origin',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['simple/foreign-post-arrives'],
    break: head(when(all(onActual, onMethod('POST')), letIn)),
  },
  {
    id: 'foreign-preflight',
    title: 'Every preflight passes for every origin; only the actual response is blocked',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: [
      'preflight/foreign-put-refused',
      'preflight/other-port-put-refused',
      'preflight/other-scheme-put-refused',
      'preflight/subdomain-put-refused',
    ],
    break: head(when(all(onPreflight, isRefused), letIn, grant)),
  },
  {
    id: 'foreign-put',
    title: 'The preflight of a PUT passes for every origin',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['preflight/foreign-put-refused', 'credentials/foreign-put-refused'],
    break: head(when(all(onPreflight, onMethod('PUT'), isRefused), letIn, grant)),
  },
  {
    id: 'foreign-delete',
    title: 'The preflight of a DELETE passes for every origin',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['preflight/foreign-delete-has-no-effect'],
    break: head(when(all(onPreflight, onMethod('DELETE'), isRefused), letIn, grant)),
  },
  {
    id: 'foreign-json',
    title: 'The preflight of a JSON POST passes for every origin',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: ['preflight/foreign-json-has-no-effect', 'credentials/foreign-json-refused'],
    break: head(when(all(wanting('content-type'), isRefused), letIn, grant)),
  },
  {
    id: 'foreign-header',
    title: 'The preflight of a custom header passes for every origin',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['preflight/foreign-header-refused'],
    break: head(when(all(wanting('x-api-key'), isRefused), letIn, grant)),
  },
  {
    id: 'foreign-with-cookie',
    title: 'Every origin is allowed for requests with a cookie',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['credentials/foreign-http-refused', 'credentials/other-scheme-refused'],
    break: head(when(withCookie, letIn)),
  },
  {
    id: 'foreign-on-one-route',
    title: 'One route is readable from every origin because its handler sets the headers itself',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['credentials/foreign-refused', 'credentials/foreign-http-refused'],
    break: head(when(onRoute('/whoami'), letIn)),
  },
  {
    id: 'foreign-error-page',
    title: 'The 404 response is readable from every origin',
    level: 'recommended',
    policies: ['allowlist'],
    caughtBy: ['simple/foreign-not-found-refused'],
    break: head(when(onRoute('/missing'), letIn)),
  },
  {
    id: 'foreign-without-credentials',
    title: 'Origins that are not listed are allowed without credentials',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['simple/foreign-refused', 'simple/foreign-post-arrives', 'simple/lookalike-suffix-refused'],
    break: head(
      when(
        all(onActual, isRefused, not(withCookie)),
        put(AO, ({ origin = '' }) => origin),
      ),
    ),
  },
  {
    id: 'foreign-delete-performed',
    title: 'OPTIONS executes the requested method: a DELETE takes effect although it is blocked',
    level: 'security',
    policies: ['allowlist'],
    caughtBy: ['preflight/foreign-delete-has-no-effect'],
    break: { performs: ({ asked }) => asked === 'DELETE' },
  },
  {
    id: 'refused-delete-performed',
    title:
      'OPTIONS executes the requested method: a DELETE takes effect although the policy does not allow it',
    level: 'required',
    policies: ['public'],
    caughtBy: ['preflight/refused-has-no-effect'],
    break: { performs: ({ asked }) => asked === 'DELETE' },
  },
  {
    id: 'foreign-json-performed',
    title: 'OPTIONS executes the requested method: a POST takes effect although it is blocked',
    level: 'security',
    policies: ['allowlist', 'credentialed'],
    caughtBy: [
      'preflight/foreign-json-has-no-effect',
      'credentials/foreign-json-refused',
      'credentials/post-json-refused',
      'preflight/allowed-has-effect',
      'effects/preflights-change-nothing',
    ],
    break: { performs: ({ asked }) => asked === 'POST' },
  },
  {
    id: 'refused-gets-credentials',
    title: 'An http page gets the headers of the https page, with credentials',
    level: 'security',
    policies: ['credentialed'],
    caughtBy: ['credentials/other-scheme-refused'],
    break: head(
      when(
        ({ origin }) => origin === 'http://app.example.test',
        put(AO, ({ origin = '' }) => origin),
        put(AC, 'true'),
      ),
    ),
  },
];
