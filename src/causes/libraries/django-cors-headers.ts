import type { Library, Settings } from './library.ts';
import { pyBoolean, pyList } from './python.ts';
import { anchored, entriesOf, isPattern } from './snippets.ts';

function lines(settings: Settings): readonly string[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  return [
    ...(credentials === undefined ? [] : [`CORS_ALLOW_CREDENTIALS = ${pyBoolean(credentials)}`]),
    ...(methods === undefined ? [] : [`CORS_ALLOW_METHODS = ${pyList(methods)}`]),
    ...(requestHeaders === undefined || requestHeaders === '*'
      ? []
      : [`CORS_ALLOW_HEADERS = ${pyList(requestHeaders.map((name) => name.toLowerCase()))}`]),
    ...(exposedHeaders === undefined || exposedHeaders === '*'
      ? []
      : [`CORS_EXPOSE_HEADERS = ${pyList(exposedHeaders)}`]),
    ...(maxAge === undefined ? [] : [`CORS_PREFLIGHT_MAX_AGE = ${maxAge}`]),
  ];
}

function origins(settings: Settings): readonly string[] {
  if (settings.origins === '*') return ['CORS_ALLOW_ALL_ORIGINS = True'];
  const entries = entriesOf(settings);
  const patterns = entries.filter(isPattern).map((entry) => `r"${anchored([entry])}"`);
  return [
    `CORS_ALLOWED_ORIGINS = ${pyList(entries.filter((entry) => !isPattern(entry)))}`,
    ...(patterns.length === 0 ? [] : [`CORS_ALLOWED_ORIGIN_REGEXES = [${patterns.join(', ')}]`]),
  ];
}

const order = `MIDDLEWARE = [
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    # … all other middleware
]`;

/** Django with django-cors-headers. */
export const djangoCorsHeaders: Library = {
  title: 'Django with django-cors-headers',
  language: 'python',
  where: 'settings.py',
  call: (settings) => [...origins(settings), ...lines(settings)].join('\n'),
  whereLines: 'settings.py',
  lines,
  advice: {
    everything: { note: 'CorsMiddleware comes first in MIDDLEWARE, and `corsheaders` is in INSTALLED_APPS.' },
    origins: {
      note: 'The list is compared exactly; regular expressions need `^` and `$`. `CORS_ALLOW_ALL_ORIGINS` together with `CORS_ALLOW_CREDENTIALS` reflects every site.',
    },
    'request-headers': { note: 'There is no wildcard: list the names, in lower case.' },
    'max-age': { note: 'The default is 86400; 0 sends no header.' },
    order: {
      note: 'CorsMiddleware has to come before CommonMiddleware, WhiteNoise and authentication, which can respond or redirect. `SECURE_SSL_REDIRECT` and `APPEND_SLASH` redirect: request the final URL.',
      where: 'settings.py',
      snippet: () => order,
    },
    'error-responses': {
      note: 'Responses of middleware before CorsMiddleware have no CORS headers, and `CORS_URLS_REGEX` excludes other paths.',
      where: 'settings.py',
      snippet: () => order,
    },
    vary: {
      note: 'CorsMiddleware adds Origin to Vary. In views, use `patch_vary_headers` instead of setting the header.',
      where: 'the view that sets Vary',
      snippet: () => 'patch_vary_headers(response, ["Accept-Encoding"])',
    },
    'private-network': { where: 'settings.py', snippet: () => 'CORS_ALLOW_PRIVATE_NETWORK = False' },
  },
};
