import type { Library, Settings } from './library.ts';
import { anchored, doubleQuoted, entriesOf, isPattern } from './snippets.ts';

function headerNames(list: readonly string[]): string {
  return `[${list.map((name) => `HeaderName::from_static(${doubleQuoted(name.toLowerCase())})`).join(', ')}]`;
}

/** The standard methods are constants of http::Method; others have to be parsed. */
const constants = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function methodNames(list: readonly string[]): string {
  const name = (method: string): string =>
    constants.includes(method)
      ? `Method::${method}`
      : `Method::from_bytes(b${doubleQuoted(method)}).unwrap()`;
  return `[${list.map(name).join(', ')}]`;
}

function headers(method: string, list: '*' | readonly string[] | undefined): readonly string[] {
  if (list === undefined) return [];
  return [list === '*' ? `.${method}(Any)` : `.${method}(${headerNames(list)})`];
}

function lines(settings: Settings): readonly string[] {
  const { credentials, methods, requestHeaders, exposedHeaders, maxAge } = settings;
  return [
    ...(credentials === undefined ? [] : [`.allow_credentials(${credentials})`]),
    ...(methods === undefined ? [] : [`.allow_methods(${methodNames(methods)})`]),
    // `Any` with credentials panics at the start.
    ...(requestHeaders === '*' && credentials === true
      ? ['.allow_headers(AllowHeaders::mirror_request())']
      : headers('allow_headers', requestHeaders)),
    ...headers('expose_headers', exposedHeaders),
    ...(maxAge === undefined ? [] : [`.max_age(Duration::from_secs(${maxAge}))`]),
  ];
}

function layer(settings: Settings): string {
  const chain = (before: string, origin: string): string =>
    `${before}let cors = CorsLayer::new()\n${[origin, ...lines(settings)].map((line) => `    ${line}`).join('\n')};`;
  if (settings.origins === '*') return chain('', '.allow_origin(Any)');
  const entries = entriesOf(settings);
  if (entries.some(isPattern))
    return chain(
      `let allowed = Regex::new(r"${anchored(entries)}").unwrap();\n`,
      '.allow_origin(AllowOrigin::predicate(move |origin, _| origin.to_str().is_ok_and(|one| allowed.is_match(one))))',
    );
  const values = entries.map((entry) => `HeaderValue::from_static(${doubleQuoted(entry)})`);
  return chain('', `.allow_origin([${values.join(', ')}])`);
}

const coverage = (settings: Settings): string => `${layer(settings)}
let app = Router::new()
    .route("/api/items", get(list_items))
    .layer(middleware::from_fn(authenticate))
    .layer(cors);`;

/** Axum and other Tower servers with tower-http. */
export const towerHttp: Library = {
  title: 'Axum with tower-http',
  language: 'rust',
  where: 'main.rs; add .layer(cors) to the router last',
  call: layer,
  whereLines: 'the CorsLayer',
  lines,
  advice: {
    origins: {
      note: 'A list is compared exactly. `AllowOrigin::mirror_request()` and `CorsLayer::very_permissive()` reflect every site.',
    },
    'request-headers': { note: '`Any` sends `*`, which never includes Authorization.' },
    order: { note: 'The layer that is added last runs first.', snippet: coverage },
    'error-responses': {
      note: 'The layer covers the routes and the fallback that were added before it, and layers that are added before it.',
      snippet: coverage,
    },
    vary: { note: 'CorsLayer sends Vary by default: remove `.vary([])`, and append to Vary in handlers.' },
    'private-network': { where: 'the CorsLayer', snippet: () => '.allow_private_network(false)' },
  },
};
