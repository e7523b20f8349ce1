// @ts-check

const methods = ['GET', 'HEAD', 'POST', 'PUT'];

/** @type {readonly import('./advisory.js').Advisory[]} */
export const npm = [
  {
    id: 'CVE-2026-54290',
    package: 'hono',
    title: 'With credentials, and origins left at any, every origin is echoed: any web site reads with the user’s cookie',
    source: 'https://github.com/honojs/hono/pull/4813',
    affects: '< 4.12.25',
    affected: 'hono-4.12.24',
    mended: 'hono-4.12.25',
    policies: { any: { origins: '*', credentials: true, methods }, unstated: { credentials: true, methods } },
    caughtBy: [
      'credentials/any-origin-refused',
      'credentials/any-origin-put-refused',
      'credentials/foreign-refused',
      'credentials/foreign-http-refused',
      'credentials/foreign-put-refused',
      'null-origin/any-credentials-refused',
    ],
  },
  {
    id: 'CVE-2026-69207',
    package: 'hono',
    title: 'Time quadratic in the length of Access-Control-Request-Headers',
    source: 'https://github.com/honojs/hono/security/advisories',
    affects: '< 4.12.34',
    affected: 'hono-4.12.33',
    mended: 'hono-4.12.34',
    policies: { any: { origins: '*', methods } },
    caughtBy: ['robustness/cost-of-spaces'],
  },
  {
    id: 'CVE-2023-49803',
    package: '@koa/cors',
    title: 'Without an origin in the options, every origin is echoed',
    source: 'https://github.com/koajs/cors/issues/92',
    affects: '< 5.0.0',
    affected: 'koa-cors-4.0.0',
    mended: 'koa-cors-5.0.0',
    policies: { unstated: { credentials: true, methods } , nothing: {}},
    caughtBy: [
      'credentials/foreign-refused',
    ],
  },
];
