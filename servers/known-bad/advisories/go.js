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
      'With any origin and credentials, every origin is echoed: any web site reads with the user’s cookie',
    source: 'https://github.com/golang/vulndb/issues/1792',
    affects: '1.1.0 to 1.4.0',
    affected: 'rs-cors-1.4.0',
    mended: 'rs-cors-1.5.0',
    policies: { any },
    caughtBy: anyOriginReads,
    note: 'The CVE says “through 1.3.0”; 1.4.0 has it as well, as the Go vulnerability database says and the run shows.',
  },
  {
    id: 'rs/cors#141',
    package: 'github.com/rs/cors',
    title: 'Of several lines of Access-Control-Request-Headers, as AWS API Gateway makes them, one is read',
    source: 'https://github.com/rs/cors/pull/141',
    affects: '< 1.9.0',
    affected: 'rs-cors-1.8.3',
    mended: 'rs-cors-1.9.0',
    policies: { headers },
    caughtBy: ['robustness/headers-several-lines'],
  },
  {
    id: 'rs/cors#184',
    package: 'github.com/rs/cors',
    title:
      'Access-Control-Request-Headers with a space or an empty element, or in several lines, is refused though all is allowed',
    source: 'https://github.com/rs/cors/issues/184',
    affects: '1.11.0',
    affected: 'rs-cors-1.11.0',
    mended: 'rs-cors-1.11.1',
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
      'With any origin and credentials, every origin is echoed: any web site reads with the user’s cookie',
    source: 'https://github.com/go-chi/cors/pull/6',
    affects: '1.0.0',
    affected: 'chi-cors-1.0.0',
    mended: 'chi-cors-1.1.1',
    policies: { any },
    caughtBy: anyOriginReads,
    note: 'The README of 1.0.0 configures just that.',
  },
  {
    id: 'go-chi/cors#33',
    package: 'github.com/go-chi/cors',
    title:
      'Of several lines of Access-Control-Request-Headers, as proxies of AWS Lambda make them, one is read',
    source: 'https://github.com/go-chi/cors/issues/33',
    affects: '<= 1.2.2',
    affected: 'chi-cors-1.2.2',
    mended: null,
    policies: { headers },
    caughtBy: ['robustness/headers-several-lines'],
    note: 'Nothing is mended: 1.2.2 is the last version of November 2026.',
  },
  {
    id: 'CVE-2017-20146',
    aliases: ['GHSA-jcr6-mmjj-pchw'],
    package: 'github.com/gorilla/handlers',
    title:
      'With any origin and credentials, every origin is echoed: any web site reads with the user’s cookie',
    source: 'https://github.com/golang/vulndb/issues/1237',
    affects: '< 1.3.0',
    affected: 'gorilla-handlers-1.2.1',
    mended: 'gorilla-handlers-1.3.0',
    policies: { any },
    caughtBy: anyOriginReads,
  },
  {
    id: 'labstack/echo#1668',
    package: 'github.com/labstack/echo/v4',
    title: 'Who is refused, and who sends no Origin, gets an empty Access-Control-Allow-Origin',
    source: 'https://github.com/labstack/echo/issues/1668',
    affects: '< 4.2',
    affected: 'echo-4.1.17',
    mended: 'echo-4.2.1',
    policies: { two },
    caughtBy: ['hygiene/refused-is-not-empty', 'hygiene/nobody-is-not-empty'],
  },
  {
    id: 'labstack/echo#2400',
    package: 'github.com/labstack/echo/v4',
    title:
      'With any origin and credentials, every origin is echoed: any web site reads with the user’s cookie',
    source: 'https://github.com/labstack/echo/issues/2400',
    affects: '< 4.10.2',
    affected: 'echo-4.10.0',
    mended: 'echo-4.10.2',
    policies: { any },
    caughtBy: anyOriginReads,
  },
  {
    id: 'labstack/echo#2534',
    package: 'github.com/labstack/echo/v4',
    title: 'Every OPTIONS is taken for a preflight, and reaches no handler',
    source: 'https://github.com/labstack/echo/pull/3060',
    affects: '<= 4.16.0',
    affected: 'echo-4.16.0',
    mended: null,
    policies: { two },
    caughtBy: ['methods/options-is-no-preflight', 'methods/options-of-nobody', 'same-origin/options'],
    note: 'Nothing is mended: 4.16.0 is the last version 4 of November 2026.',
  },
  {
    id: 'gofiber/fiber#2338',
    package: 'github.com/gofiber/fiber/v2',
    title:
      'With any origin and credentials, every origin is echoed: any web site reads with the user’s cookie',
    source: 'https://github.com/gofiber/fiber/issues/2338',
    affects: '< 2.43.0',
    affected: 'fiber-2.42.0',
    mended: 'fiber-2.43.0',
    policies: { any },
    caughtBy: anyOriginReads,
  },
  {
    id: 'CVE-2024-25124',
    aliases: ['GO-2024-2574'],
    package: 'github.com/gofiber/fiber/v2',
    title: 'With any origin and credentials it says `*` and Access-Control-Allow-Credentials at once',
    source: 'https://github.com/golang/vulndb/issues/2574',
    affects: '< 2.52.1',
    affected: 'fiber-2.52.0',
    mended: 'fiber-2.52.1',
    mendedBy: 'refusal',
    policies: { any },
    caughtBy: ['hygiene/no-wildcard-with-credentials'],
    note: 'No browser lets anybody read with that, as the advisory says itself, so that it is caught as a matter of hygiene. What did let everybody in was mended in 2.43.0 (gofiber/fiber#2338).',
  },
  {
    id: 'gofiber/fiber#2915',
    package: 'github.com/gofiber/fiber/v2',
    title:
      'A pattern of subdomains lets in hosts that merely end alike (evilexample.test), and any scheme and port',
    source: 'https://github.com/gofiber/fiber/pull/2915',
    affects: '2.52.1 to 2.52.2',
    affected: 'fiber-2.52.1',
    mended: 'fiber-2.52.4',
    policies: { subdomains },
    caughtBy: [
      'simple/lookalike-prefix-refused',
      'simple/other-scheme-refused',
      'simple/other-port-refused',
      'credentials/lookalike-prefix-refused',
      'origins/first-dot-replaced-refused',
    ],
    note: 'It came with the release that mended CVE-2024-25124, and 2.52.0 does not have it.',
  },
  {
    id: 'gofiber/fiber#2920',
    package: 'github.com/gofiber/fiber/v2',
    title: 'Every OPTIONS is taken for a preflight, and reaches no handler',
    source: 'https://github.com/gofiber/fiber/issues/2920',
    affects: '< 2.52.3',
    affected: 'fiber-2.52.1',
    mended: 'fiber-2.52.4',
    policies: { two },
    caughtBy: ['methods/options-is-no-preflight', 'methods/options-of-nobody', 'same-origin/options'],
  },
  {
    id: 'gofiber/fiber#2936',
    package: 'github.com/gofiber/fiber/v2',
    title: 'Preflights alone get headers: no page can read the response to an actual request',
    source: 'https://github.com/gofiber/fiber/issues/2936',
    affects: '2.52.3',
    affected: 'fiber-2.52.3',
    mended: 'fiber-2.52.4',
    policies: { two },
    caughtBy: ['simple/get-allowed', 'preflight/put-allowed', 'credentials/get'],
  },
  {
    id: 'CVE-2019-25211',
    package: 'github.com/gin-contrib/cors',
    title:
      'An asterisk at the end of an origin takes the character before it along: https://example.com/* lets in example.community',
    source: 'https://github.com/gin-contrib/cors/pull/106',
    affects: '< 1.6.0',
    affected: 'gin-cors-1.5.0',
    mended: 'gin-cors-1.6.0',
    policies: { two },
    caughtBy: [
      'simple/lookalike-suffix-refused',
      'simple/other-port-refused',
      'preflight/lookalike-suffix-put-refused',
      'credentials/lookalike-suffix-refused',
      'origins/suffix-without-dot-refused',
    ],
    note: 'Each origin is configured twice: as it is, and with `/*` behind it, as the documentation of AllowWildcard does.',
  },
  {
    id: 'GHSA-vhxv-fg4m-p2w8',
    aliases: ['GO-2024-2813'],
    package: 'github.com/jub0bs/cors',
    title:
      'With two hosts allowed that end alike, both run together are let in: barfoo.com for foo.com and bar.com',
    source: 'https://github.com/jub0bs/cors/security/advisories/GHSA-vhxv-fg4m-p2w8',
    affects: '< 0.1.3',
    affected: 'jub0bs-cors-0.1.2',
    mended: 'jub0bs-cors-0.1.3',
    policies: { two },
    caughtBy: ['origins/run-together-refused', 'origins/run-together-with-credentials-refused'],
  },
  {
    id: 'CVE-2022-1996',
    aliases: ['GHSA-r48q-9g5r-8q2h'],
    package: 'github.com/emicklei/go-restful/v3',
    title: 'Each allowed origin is searched for as a regular expression, anywhere in the Origin header',
    source: 'https://github.com/emicklei/go-restful/issues/489',
    affects: '< 3.8.0',
    affected: 'go-restful-3.7.4',
    mended: 'go-restful-3.8.0',
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
      'Whatever ends with an allowed domain is let in, with credentials: evilexample.test for example.test',
    source: 'https://github.com/zeromicro/go-zero/security/advisories/GHSA-fgxv-gw55-r5fq',
    affects: '< 1.5.1',
    affected: 'go-zero-1.5.0',
    mended: 'go-zero-1.5.1',
    policies: { subdomains },
    caughtBy: [
      'simple/lookalike-prefix-refused',
      'preflight/lookalike-prefix-put-refused',
      'credentials/lookalike-prefix-refused',
      'origins/first-dot-replaced-refused',
    ],
    note: 'The advisory says that 1.4.4 mends it; the releases up to 1.5.0 have it all the same, as the run shows.',
  },
];
