import type { RequestListener } from 'node:http';
import { need } from '../../requirements.ts';
import { startNginx } from '../support/nginx.ts';
import { type Framework, intended, listening, path, type StartedServer } from './mistake.ts';

/** What differs from the right configuration. */
interface Parts {
  /** The map that gives `$cors_origin`. */
  readonly origins?: readonly string[];
  readonly allowOrigin?: string;
  /** The other CORS headers. */
  readonly headers?: readonly string[];
  /** Whether errors have them: else only the statuses that nginx's documentation lists. */
  readonly always?: false;
  /** At the beginning of the location. */
  readonly location?: readonly string[];
  /** In the server, around the location. */
  readonly server?: readonly string[];
  /** In the location: nginx answers OPTIONS. Empty: the application does. */
  readonly preflights?: readonly string[];
  readonly locationPath?: string;
  readonly proxy?: readonly string[];
  readonly app?: RequestListener;
}

const list = (names: readonly string[]): string => names.join(', ');

const right = {
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Allow-Methods': list(intended.methods),
  'Access-Control-Allow-Headers': list(intended.requestHeaders),
  'Access-Control-Expose-Headers': list(intended.exposedHeaders),
  'Access-Control-Max-Age': `${intended.maxAge}`,
  Vary: 'Origin',
};

function addHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers).map(([name, value]) => `add_header ${name} "${value}" always;`);
}

/** All but the named headers. */
function without(...names: readonly (keyof typeof right)[]): readonly string[] {
  const kept = Object.entries(right).filter(([name]) => !names.includes(name as keyof typeof right));
  return addHeaders(Object.fromEntries(kept));
}

const rightOrigins = intended.origins.map((origin) => `"${origin}" $http_origin;`);
const answerPreflights = ['if ($request_method = OPTIONS) {', '    return 204;', '}'];

const block = (name: string, lines: readonly string[]): string =>
  [`${name} {`, ...lines.map((line) => `    ${line.replaceAll('\n', '\n    ')}`), '}'].join('\n');

/** What the owner writes, but for the port. */
function configuration(parts: Parts, upstream: string): readonly string[] {
  const {
    origins = rightOrigins,
    headers = addHeaders(right),
    preflights = answerPreflights,
    locationPath = '/api/',
  } = parts;
  const cors = [
    `add_header Access-Control-Allow-Origin ${parts.allowOrigin ?? '$cors_origin'} always;`,
    ...headers,
  ].map((line) => (parts.always === false ? line.replace(' always;', ';') : line));
  const inLocation = parts.server === undefined ? [...cors, ...preflights] : [];
  return [
    block('map $http_origin $cors_origin', ['default "";', ...origins]),
    block('server', [
      'listen 127.0.0.1:$port;',
      ...(parts.server === undefined ? [] : [...cors, ...parts.server]),
      block(`location ${locationPath}`, [
        ...(parts.location ?? []),
        ...inLocation,
        ...(parts.proxy ?? []),
        `proxy_pass ${upstream};`,
      ]),
    ]),
  ];
}

/** A JSON application that knows nothing of CORS. */
const application: RequestListener = (request, response) => {
  request.resume();
  const found = request.url?.split('?')[0] === path;
  const status = found ? 200 : 404;
  response.writeHead(status, { 'Content-Type': 'application/json', 'X-Total-Count': '2' });
  response.end(found ? '[{"id":1},{"id":2}]' : '{"error":"nothing here"}');
};

/** Refuses OPTIONS, as routers and authentication do. */
function refusing(status: number, headers: Readonly<Record<string, string>> = {}): RequestListener {
  return (request, response) => {
    if (request.method === 'OPTIONS') response.writeHead(status, headers).end();
    else application(request, response);
  };
}

async function start(parts: Parts): Promise<StartedServer> {
  const app = await listening(parts.app ?? application);
  const nginx = await startNginx(configuration(parts, new URL(app.url).origin).join('\n'));
  return {
    url: `${nginx.origin}${path}`,
    stop: () => {
      nginx.stop();
      app.stop();
    },
  };
}

const listOfOrigins = `map $http_origin $cors_origin {
    default "";
    "https://app.example.com" $http_origin;
    "https://admin.example.com" $http_origin;
}`;
const answered = 'if ($preflight ~ "^OPTIONS:.") {';

export const nginxMistakes: Framework = {
  name: 'nginx in front of an application',
  library: 'nginx',
  missing: (await need('nginx')).missing,
  right: () => start({}),
  mistakes: [
    { mistake: '$http_origin without a map', cause: 'origin-reflected', level: 'security', fix: listOfOrigins, start: () => start({ allowOrigin: '$http_origin' }) },
    { mistake: '* with credentials', cause: 'wildcard-with-credentials', level: 'security', fix: listOfOrigins, start: () => start({ allowOrigin: '"*"' }) },
    { mistake: 'one origin for every page', cause: 'origin-fixed', level: 'required', fix: listOfOrigins, start: () => start({ allowOrigin: '"https://www.example.com"' }) },
    { mistake: 'an expression without anchors', cause: 'origin-matched-by-content', level: 'security', fix: listOfOrigins, start: () => start({ origins: ['"~*(app|admin)\\.example\\.com" $http_origin;'] }) },
    { mistake: 'a dot that is not escaped', cause: 'origin-dot-unescaped', level: 'security', fix: listOfOrigins, start: () => start({ origins: ['"~^https://(app|admin).example.com$" $http_origin;'] }) },
    { mistake: 'origins with a slash', cause: 'trailing-slash', level: 'required', fix: listOfOrigins, start: () => start({ origins: intended.origins.map((origin) => `"${origin}/" $http_origin;`) }) },
    { mistake: 'no credentials', cause: 'credentials-missing', level: 'required', fix: 'add_header Access-Control-Allow-Credentials "true" always;', start: () => start({ headers: without('Access-Control-Allow-Credentials') }) },
    { mistake: 'methods without DELETE', cause: 'method-not-listed', level: 'required', fix: 'add_header Access-Control-Allow-Methods "GET, HEAD, POST, PUT, DELETE" always;', start: () => start({ headers: addHeaders({ ...right, 'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT' }) }) },
    { mistake: 'no max age', cause: 'max-age-missing', level: 'recommended', fix: 'add_header Access-Control-Max-Age "600" always;', start: () => start({ headers: without('Access-Control-Max-Age') }) },
    { mistake: 'no Vary', cause: 'vary-missing', level: 'recommended', fix: 'add_header Vary Origin always;', start: () => start({ headers: without('Vary') }) },
    { mistake: 'headers without always', cause: 'error-response-without-headers', level: 'required', fix: 'add_header Access-Control-Allow-Origin $cors_origin always;', start: () => start({ always: false }) },
    { mistake: 'an add_header in the location drops those of the server', cause: 'response-without-headers', level: 'required', fix: 'add_header Access-Control-Allow-Origin $cors_origin always;', start: () => start({ server: answerPreflights, location: ['add_header X-Frame-Options DENY always;'] }) },
    { mistake: 'an add_header in the if drops those of the location', cause: 'preflight-without-headers', level: 'required', fix: answered, start: () => start({ preflights: ['if ($request_method = OPTIONS) {', '    add_header Content-Type text/plain;', '    return 204;', '}'] }) },
    { mistake: 'the application sets the header as well', cause: 'header-duplicated', level: 'required', fix: 'proxy_hide_header Access-Control-Allow-Origin;', start: () => start({ app: (request, response) => { response.setHeader('Access-Control-Allow-Origin', 'https://app.example.com'); application(request, response); } }) },
    { mistake: 'the application answers OPTIONS with 405', cause: 'preflight-status', level: 'required', fix: answered, start: () => start({ preflights: [], app: refusing(405, { Allow: 'GET, POST' }) }) },
    { mistake: 'the application answers OPTIONS with 404', cause: 'preflight-status', level: 'required', fix: answered, start: () => start({ preflights: [], app: refusing(404) }) },
    { mistake: 'the application answers OPTIONS with 401', cause: 'preflight-needs-authentication', level: 'required', fix: answered, start: () => start({ preflights: [], app: refusing(401, { 'WWW-Authenticate': 'Bearer' }) }) },
    { mistake: 'a location that ends with a slash', cause: 'preflight-redirected', level: 'required', fix: answered, start: () => start({ server: [], locationPath: `${path}/` }) },
    { mistake: 'no CORS', cause: 'cors-missing', level: 'required', fix: 'add_header Access-Control-Max-Age "600" always;', start: () => start({ server: [] , headers: [], allowOrigin: '""' }) },
  ],
}; // prettier-ignore
