import type { Library, Settings } from './library.ts';
import { doubleQuoted, entriesOf, expressionOf, isPattern, quotedList } from './snippets.ts';

function keywords(settings: Settings): readonly string[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  const list = (name: string, value: '*' | readonly string[] | undefined): readonly string[] => {
    if (value === undefined) return [];
    return [value === '*' ? `${name}: :any` : `${name}: [${quotedList(value, doubleQuoted)}]`];
  };
  return [
    ...(credentials === undefined ? [] : [`credentials: ${credentials}`]),
    ...(methods === undefined
      ? []
      : [`methods: [${methods.map((method) => `:${method.toLowerCase()}`).join(', ')}]`]),
    ...list('headers', requestHeaders),
    ...(exposedHeaders === '*' ? ['expose: ["*"]'] : list('expose', exposedHeaders)),
    ...(maxAge === undefined ? [] : [`max_age: ${maxAge}`]),
  ];
}

/** Only a whole origin has a scheme: a bare host allows any. Ruby's `^` and `$` are ends of lines. */
function origin(entry: string): string {
  if (!isPattern(entry)) return doubleQuoted(entry);
  return `/\\A${expressionOf(entry).replaceAll('/', '\\/')}\\z/`;
}

function call(settings: Settings): string {
  const origins = settings.origins === '*' ? '"*"' : entriesOf(settings).map(origin).join(', ');
  return `Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins ${origins}
    resource ${['"*"', ...keywords(settings)].join(', ')}
  end
end`;
}

/** Rails, and other Rack applications, with rack-cors. */
export const rackCors: Library = {
  title: 'Rails with rack-cors',
  language: 'ruby',
  where: 'config/initializers/cors.rb',
  call,
  whereLines: 'the arguments of resource',
  lines: (settings) => keywords(settings).map((keyword) => `${keyword},`),
  advice: {
    origins: {
      note: 'Write whole origins: a bare host allows every scheme. A regular expression needs `\\A` and `\\z`; a block must not return true for every origin.',
    },
    methods: { note: '`resource` without `methods` allows GET only.' },
    'request-headers': { note: 'Without `headers`, no request header is allowed.' },
    'max-age': { note: 'Without `max_age`, rack-cors sends 7200.' },
    order: {
      note: '`insert_before 0` runs it before authentication (Warden, Devise), static files and redirects to HTTPS; `use` puts it last.',
      snippet: call,
    },
    'error-responses': {
      note: '`insert_before 0` puts it around the middleware that creates error pages.',
      snippet: call,
    },
    vary: {
      note: 'rack-cors adds Origin to Vary, but not to responses to preflights.',
    },
  },
};
