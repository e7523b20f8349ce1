import type { Library, Settings } from './library.ts';
import { doubleQuoted, entriesOf, namesOf, quotedList } from './snippets.ts';

const list = (key: string, values: readonly string[]): string =>
  `"${key}": [${quotedList(values, doubleQuoted)}]`;

/** A bucket knows no other methods. */
const methodsOfBuckets: readonly string[] = ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'];

/** Elements of a rule. There is none for credentials, and exposed headers have no wildcard. */
function elements(settings: Settings): readonly string[] {
  const { methods, exposedHeaders, maxAge } = settings;
  const requestHeaders = namesOf(settings.requestHeaders);
  return [
    ...(methods === undefined
      ? []
      : [
          list(
            'AllowedMethods',
            methods.filter((method) => methodsOfBuckets.includes(method)),
          ),
        ]),
    ...(requestHeaders === undefined ? [] : [list('AllowedHeaders', requestHeaders)]),
    ...(exposedHeaders === undefined || exposedHeaders === '*'
      ? []
      : [list('ExposeHeaders', exposedHeaders)]),
    ...(maxAge === undefined ? [] : [`"MaxAgeSeconds": ${maxAge}`]),
  ];
}

function call(settings: Settings): string {
  const origins = settings.origins === '*' ? ['*'] : entriesOf(settings);
  const rule = [
    list('AllowedOrigins', origins),
    // Required by S3.
    ...elements({ ...settings, methods: settings.methods ?? ['GET', 'HEAD'] }),
  ];
  return `[\n  {\n${rule.map((element) => `    ${element}`).join(',\n')}\n  }\n]`;
}

/** Amazon S3: the CORS configuration of a bucket. */
export const s3: Library = {
  title: 'Amazon S3',
  language: 'json',
  where: 'the CORS configuration of the bucket (Permissions)',
  call,
  whereLines: 'the rule for the origin',
  lines: (settings) => elements(settings).map((element) => `${element},`),
  advice: {
    origins: {
      note: 'A rule applies where its origin, method and requested headers all match: S3 answers other preflights with 403.',
    },
    order: {
      note: 'A bucket answers preflights with 403 unless a rule matches the origin, the method and every requested header.',
      snippet: call,
    },
    'error-responses': {
      note: 'A response has the headers only if a rule matches the request, whatever its status.',
      snippet: call,
    },
    once: { note: 'The other header is added in front of the bucket, such as by CloudFront.' },
  },
};
