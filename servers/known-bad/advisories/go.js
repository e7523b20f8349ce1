// @ts-check

const methods = ['GET', 'HEAD', 'POST', 'PUT'];
const two = { origins: ['https://app.example.test', 'https://partner.test'], credentials: true, methods };
const headers = { ...two, requestHeaders: ['Content-Type', 'X-Api-Key'] };
/** @type {import('./advisory.js').Policy} */
const any = { origins: '*', credentials: true, methods };
const subdomains = { origins: ['https://*.example.test'], credentials: true };

const anyOriginReads = [
  'credentials/any-origin-refused',
  'credentials/any-origin-put-refused',
  'null-origin/any-credentials-refused',
];

/**
 * Two that are known are missing: the cost of Access-Control-Request-Headers in rs/cors 1.9.0 to 1.10.1
 * (GHSA-mh55-gqvf-xfwm) and in go-chi/cors (#36). A comma costs 100 ns and 120 bytes of heap in the former and less in the
 * latter. That grows with the length and no faster, and for the 16 KiB that all servers read it is less than a request takes
 * by itself: nothing that could be told from noise.
 *
 * @type {readonly import('./advisory.js').Advisory[]}
 */
export const go = [
  {
    id: 'CVE-2018-20744',
    aliases: ['GO-2023-1792'],
    package: 'github.com/rs/cors',
    title:
      'With any origin and credentials, every origin is reflected: any website can read responses with the user’s session',
    source: 'https://github.com/golang/vulndb/issues/1792',
    affects: '1.1.0 to 1.4.0',
    affected: 'rs-cors-1.4.0',
    fixed: 'rs-cors-1.5.0',
    policies: { any },
    caughtBy: anyOriginReads,
    note: 'The CVE says “through 1.3.0”, but 1.4.0 is affected too, according to the Go vulnerability database and this run.',
  },
  {
    id: 'rs/cors#141',
    package: 'github.com/rs/cors',
    title: 'Only one of several Access-Control-Request-Headers lines, as sent by AWS API Gateway, is used',
    source: 'https://github.com/rs/cors/pull/141',
    affects: '< 1.9.0',
    affected: 'rs-cors-1.8.3',
    fixed: 'rs-cors-1.9.0',
    policies: { headers },
    caughtBy: ['robustness/headers-several-lines'],
  },
  {
    id: 'rs/cors#184',
    package: 'github.com/rs/cors',
    title:
      'An Access-Control-Request-Headers value with a space, an empty element or several lines is rejected although all headers are allowed',
    source: 'https://github.com/rs/cors/issues/184',
    affects: '1.11.0',
    affected: 'rs-cors-1.11.0',
    fixed: 'rs-cors-1.11.1',
    policies: { headers },
    caughtBy: [
      'robustness/headers-several-lines',
      'robustness/headers-spaces',
      'robustness/headers-empty-elements',
    ],
  },
  {
    id: 'go-chi/cors#6',
    package: 'github.com/go-chi/cors',
    title:
      'With any origin and credentials, every origin is reflected: any website can read responses with the user’s session',
    source: 'https://github.com/go-chi/cors/pull/6',
    affects: '1.0.0',
    affected: 'chi-cors-1.0.0',
    fixed: 'chi-cors-1.1.1',
    policies: { any },
    caughtBy: anyOriginReads,
    note: 'The README of 1.0.0 recommends this configuration.',
  },
  {
    id: 'go-chi/cors#33',
    package: 'github.com/go-chi/cors',
    title: 'Only one of several Access-Control-Request-Headers lines, as sent by AWS Lambda proxies, is used',
    source: 'https://github.com/go-chi/cors/issues/33',
    affects: '<= 1.2.2',
    affected: 'chi-cors-1.2.2',
    fixed: null,
    policies: { headers },
    caughtBy: ['robustness/headers-several-lines'],
    note: 'There is no fix: 1.2.2 is the latest version (November 2026).',
  },
  {
    id: 'CVE-2017-20146',
    aliases: ['GHSA-jcr6-mmjj-pchw'],
    package: 'github.com/gorilla/handlers',
    title:
      'With any origin and credentials, every origin is reflected: any website can read responses with the user’s session',
    source: 'https://github.com/golang/vulndb/issues/1237',
    affects: '< 1.3.0',
    affected: 'gorilla-handlers-1.2.1',
    fixed: 'gorilla-handlers-1.3.0',
    policies: { any },
    caughtBy: anyOriginReads,
  },
  {
    id: 'labstack/echo#1668',
    package: 'github.com/labstack/echo/v4',
    title:
      'Responses to unlisted origins and to requests without Origin have an empty Access-Control-Allow-Origin',
    source: 'https://github.com/labstack/echo/issues/1668',
    affects: '< 4.2',
    affected: 'echo-4.1.17',
    fixed: 'echo-4.2.1',
    policies: { two },
    caughtBy: ['hygiene/refused-is-not-empty', 'hygiene/nobody-is-not-empty'],
  },
  {
    id: 'labstack/echo#2400',
    package: 'github.com/labstack/echo/v4',
    title:
      'With any origin and credentials, every origin is reflected: any website can read responses with the user’s session',
    source: 'https://github.com/labstack/echo/issues/2400',
    affects: '< 4.10.2',
    affected: 'echo-4.10.0',
    fixed: 'echo-4.10.2',
    policies: { any },
    caughtBy: anyOriginReads,
  },
  {
    id: 'labstack/echo#2534',
    package: 'github.com/labstack/echo/v4',
    title: 'Every OPTIONS request is handled as a preflight and does not reach a handler',
    source: 'https://github.com/labstack/echo/pull/3060',
    affects: '<= 4.16.0',
    affected: 'echo-4.16.0',
    fixed: null,
    policies: { two },
    caughtBy: ['methods/options-is-no-preflight', 'methods/options-of-nobody', 'same-origin/options'],
    note: 'There is no fix: 4.16.0 is the latest version 4 (November 2026).',
  },
  {
    id: 'gofiber/fiber#2338',
    package: 'github.com/gofiber/fiber/v2',
    title:
      'With any origin and credentials, every origin is reflected: any website can read responses with the user’s session',
    source: 'https://github.com/gofiber/fiber/issues/2338',
    affects: '< 2.43.0',
    affected: 'fiber-2.42.0',
    fixed: 'fiber-2.43.0',
    policies: { any },
    caughtBy: anyOriginReads,
  },
  {
    id: 'CVE-2024-25124',
    aliases: ['GO-2024-2574'],
    package: 'github.com/gofiber/fiber/v2',
    title: 'With any origin and credentials, it sends `*` and Access-Control-Allow-Credentials together',
    source: 'https://github.com/golang/vulndb/issues/2574',
    affects: '< 2.52.1',
    affected: 'fiber-2.52.0',
    fixed: 'fiber-2.52.1',
    fixedBy: 'refusal',
    policies: { any },
    caughtBy: ['hygiene/no-wildcard-with-credentials'],
    note: 'Browsers do not accept this combination, as the advisory notes, so a `hygiene` scenario detects it. The actual vulnerability was fixed in 2.43.0 (gofiber/fiber#2338).',
  },
  {
    id: 'gofiber/fiber#2915',
    package: 'github.com/gofiber/fiber/v2',
    title:
      'A subdomain pattern matches hosts that only end alike (evilexample.test), and any scheme and port',
    source: 'https://github.com/gofiber/fiber/pull/2915',
    affects: '2.52.1 to 2.52.2',
    affected: 'fiber-2.52.1',
    fixed: 'fiber-2.52.4',
    policies: { subdomains },
    caughtBy: [
      'simple/lookalike-prefix-refused',
      'simple/other-scheme-refused',
      'simple/other-port-refused',
      'credentials/lookalike-prefix-refused',
      'origins/first-dot-replaced-refused',
    ],
    note: 'It was introduced in the release that fixed CVE-2024-25124; 2.52.0 is not affected.',
  },
  {
    id: 'gofiber/fiber#2920',
    package: 'github.com/gofiber/fiber/v2',
    title: 'Every OPTIONS request is handled as a preflight and does not reach a handler',
    source: 'https://github.com/gofiber/fiber/issues/2920',
    affects: '< 2.52.3',
    affected: 'fiber-2.52.1',
    fixed: 'fiber-2.52.4',
    policies: { two },
    caughtBy: ['methods/options-is-no-preflight', 'methods/options-of-nobody', 'same-origin/options'],
  },
  {
    id: 'gofiber/fiber#2936',
    package: 'github.com/gofiber/fiber/v2',
    title: 'Only preflight responses have CORS headers, so actual responses are not readable',
    source: 'https://github.com/gofiber/fiber/issues/2936',
    affects: '2.52.3',
    affected: 'fiber-2.52.3',
    fixed: 'fiber-2.52.4',
    policies: { two },
    caughtBy: ['simple/get-allowed', 'preflight/put-allowed', 'credentials/get'],
  },
  {
    id: 'CVE-2019-25211',
    package: 'github.com/gin-contrib/cors',
    title:
      'A wildcard at the end of an origin removes the character before it: https://example.com/* matches example.community',
    source: 'https://github.com/gin-contrib/cors/pull/106',
    affects: '< 1.6.0',
    affected: 'gin-cors-1.5.0',
    fixed: 'gin-cors-1.6.0',
    policies: { two },
    caughtBy: [
      'simple/lookalike-suffix-refused',
      'simple/other-port-refused',
      'preflight/lookalike-suffix-put-refused',
      'credentials/lookalike-suffix-refused',
      'origins/suffix-without-dot-refused',
    ],
    note: 'Each origin is configured twice: as it is, and followed by `/*`, as in the documentation of AllowWildcard.',
  },
  {
    id: 'GHSA-vhxv-fg4m-p2w8',
    aliases: ['GO-2024-2813'],
    package: 'github.com/jub0bs/cors',
    title:
      'If two allowed hosts end alike, their concatenation is allowed: barfoo.com for foo.com and bar.com',
    source: 'https://github.com/jub0bs/cors/security/advisories/GHSA-vhxv-fg4m-p2w8',
    affects: '< 0.1.3',
    affected: 'jub0bs-cors-0.1.2',
    fixed: 'jub0bs-cors-0.1.3',
    policies: { two },
    caughtBy: ['origins/run-together-refused', 'origins/run-together-with-credentials-refused'],
  },
  {
    id: 'CVE-2022-1996',
    aliases: ['GHSA-r48q-9g5r-8q2h'],
    package: 'github.com/emicklei/go-restful/v3',
    title: 'Each allowed origin is used as a regular expression and searched anywhere in the Origin header',
    source: 'https://github.com/emicklei/go-restful/issues/489',
    affects: '< 3.8.0',
    affected: 'go-restful-3.7.4',
    fixed: 'go-restful-3.8.0',
    policies: { two },
    caughtBy: [
      'simple/lookalike-suffix-refused',
      'simple/other-port-refused',
      'preflight/lookalike-suffix-put-refused',
      'credentials/lookalike-suffix-refused',
      'origins/suffix-without-dot-refused',
      'origins/first-dot-replaced-refused',
      'origins/last-dot-replaced-refused',
    ],
  },
  {
    id: 'CVE-2024-27302',
    aliases: ['GHSA-fgxv-gw55-r5fq'],
    package: 'github.com/zeromicro/go-zero',
    title:
      'Every host that ends with an allowed domain is allowed, with credentials: evilexample.test for example.test',
    source: 'https://github.com/zeromicro/go-zero/security/advisories/GHSA-fgxv-gw55-r5fq',
    affects: '< 1.5.1',
    affected: 'go-zero-1.5.0',
    fixed: 'go-zero-1.5.1',
    policies: { subdomains },
    caughtBy: [
      'simple/lookalike-prefix-refused',
      'preflight/lookalike-prefix-put-refused',
      'credentials/lookalike-prefix-refused',
      'origins/first-dot-replaced-refused',
    ],
    note: 'According to the advisory, 1.4.4 fixes it, but this run shows that the releases up to 1.5.0 are affected.',
  },
];
