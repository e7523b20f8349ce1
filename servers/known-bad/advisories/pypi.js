// @ts-check

const origins = ['https://app.example.test', 'https://partner.test'];
const methods = ['GET', 'HEAD', 'POST', 'PUT'];
const listed = { origins, methods };
const subdomains = { origins: ['https://*.example.test'], credentials: true, methods };

/** @type {readonly import('./advisory.js').Advisory[]} */
export const pypi = [
  {
    id: 'CVE-2024-6221',
    aliases: ['GHSA-hxwh-jpp2-84pm'],
    package: 'Flask-CORS',
    title: 'Private network access is allowed for every allowed origin',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2024-6221',
    affects: '< 4.0.2',
    affected: 'flask-cors-4.0.1',
    fixed: 'flask-cors-5.0.0',
    policies: { listed },
    caughtBy: ['hygiene/private-network-asked'],
    note: '4.0.2 has an option to disable it, and 5.0.0 disables it by default.',
  },
  {
    id: 'CVE-2024-6866',
    package: 'Flask-CORS',
    title: 'Paths are matched case-insensitively, so a path gets the policy of another path',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2024-6866',
    affects: '< 6.0.0',
    affected: 'flask-cors-5.0.1',
    fixed: 'flask-cors-6.0.0',
    policies: { 'listed@capitals': listed },
    caughtBy: ['simple/foreign-refused', 'simple/lookalike-suffix-refused', 'preflight/foreign-put-refused'],
    note: '`/RESOURCE` is public, `/resource` is not.',
  },
  {
    id: 'CVE-2024-6839',
    package: 'Flask-CORS',
    title:
      'The longest path pattern wins instead of the most specific one, so a path gets the policy of another path',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2024-6839',
    affects: '< 6.0.0',
    affected: 'flask-cors-5.0.1',
    fixed: 'flask-cors-6.0.0',
    policies: { 'listed@the-rest': listed },
    caughtBy: ['simple/foreign-refused', 'simple/lookalike-suffix-refused', 'preflight/foreign-put-refused'],
    note: '`/[a-z][a-z.]+` is public, `/resource` is not.',
  },
  {
    id: 'CVE-2026-25478',
    package: 'litestar',
    title: 'A dot in an allowed origin matches any character',
    source: 'https://nvd.nist.gov/vuln/detail/CVE-2026-25478',
    affects: '< 2.20.0',
    affected: 'litestar-2.19.0',
    fixed: 'litestar-2.20.0',
    policies: { listed: { ...listed, credentials: true } },
    caughtBy: [
      'origins/first-dot-replaced-refused',
      'origins/last-dot-replaced-refused',
      'origins/first-dot-replaced-with-credentials-refused',
      'origins/first-dot-replaced-put-refused',
    ],
  },
  {
    id: 'CVE-2026-37737',
    package: 'Sanic-CORS',
    title: 'A regular expression for origins needs to match only the beginning of an origin',
    source: 'https://github.com/ashleysommer/sanic-cors/pull/68',
    affects: '<= 2.2.0',
    affected: 'sanic-cors-2.2.0',
    fixed: null,
    policies: { subdomains },
    caughtBy: ['simple/lookalike-suffix-refused', 'credentials/lookalike-suffix-refused'],
    note: '2.2.0 is the latest version, and the pull request with the fix is open (November 2026).',
  },
  {
    id: 'starlette#801',
    package: 'starlette',
    title: 'A regular expression for origins needs to match only the beginning of an origin',
    source: 'https://github.com/Kludex/starlette/pull/801',
    affects: '< 0.13.1',
    affected: 'starlette-0.13.0',
    fixed: 'starlette-0.13.1',
    policies: { subdomains },
    caughtBy: ['simple/lookalike-suffix-refused', 'credentials/lookalike-suffix-refused'],
  },
  {
    id: 'starlette#3516',
    package: 'starlette',
    title: 'Responses to unlisted origins and to requests without Origin have no `Vary: Origin`',
    source: 'https://github.com/Kludex/starlette/pull/3516',
    affects: '< 1.7.0',
    affected: 'starlette-1.6.0',
    fixed: 'starlette-1.7.0',
    policies: { listed },
    caughtBy: [
      'caching/vary-refused',
      'caching/vary-nobody',
      'caching/vary-missing',
      'caching/vary-denied',
      'caching/vary-head',
    ],
  },
];
