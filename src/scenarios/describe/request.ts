import type { OriginSymbol } from '../origin-symbols.ts';
import type { Body, Client, Embed, RequestSpec, Route } from '../scenario.ts';
import { etagSymbol } from '../contract-values.ts';
import { contractPath, embeds } from '../scenario.ts';
import { joined, shortened, times } from '../../text/phrases.ts';
import { code, describeOrigin } from './origin.ts';

/** The request as a sentence without its full stop: which page sends what, and how. */
export function describeRequest(request: RequestSpec, from: OriginSymbol): string {
  return `${subject(request, from)} ${action(request)}${extras(request)}`;
}

/** The same for a later request of the same page. */
export function describeNextRequest(request: RequestSpec, from: OriginSymbol): string {
  if (request.client === 'raw') return describeRequest(request, from);
  return `${frame(request) ?? 'The page'} ${action(request)}${extras(request)}`;
}

export function isEmbed(client: Client | undefined): client is Embed {
  return embeds.some((embed) => embed === client);
}

function subject(request: RequestSpec, from: OriginSymbol): string {
  if (request.client === 'raw') return 'corspec';
  const header =
    request.embedderPolicy === undefined
      ? ''
      : ` with \`Cross-Origin-Embedder-Policy: ${request.embedderPolicy}\``;
  const origin = `a page${header} at ${describeOrigin(from)}`;
  const within = frame(request);
  return within === null ? `A${origin.slice(1)}` : `${within} in ${origin}`;
}

function frame({ frame: kind }: RequestSpec): string | null {
  if (kind === undefined) return null;
  switch (kind) {
    case 'sandbox':
      return 'A sandboxed iframe (origin `null`)';
    case 'worker':
      return 'A worker from a Blob';
    case 'data':
      return 'An iframe with a data: URL (origin `null`)';
    default:
      return `An iframe at ${describeOrigin(kind)}`;
  }
}

function action(request: RequestSpec): string {
  const { client = 'fetch', method = 'GET' } = request;
  if (isEmbed(client)) return embedAction(client, request);
  return `sends ${client === 'raw' ? 'a raw ' : ''}${code(`${method} ${pathOf(request)}`)}${aboutRoute(request)}${by[client]}`;
}

const by: Readonly<Record<Exclude<Client, Embed>, string>> = {
  fetch: ' using fetch',
  keepalive: ' using fetch with `keepalive`',
  xhr: ' using XMLHttpRequest',
  'axios-xhr': ' using axios (XMLHttpRequest adapter)',
  'axios-fetch': ' using axios (fetch adapter)',
  beacon: ' using `navigator.sendBeacon`',
  'fetch-later': ' using `fetchLater`',
  raw: '',
};

const kinds: Readonly<
  Record<Exclude<Embed, 'event-source' | 'jsonp' | 'form' | 'css-font' | 'preload'>, string>
> = {
  img: 'image',
  script: 'script',
  module: 'module',
  style: 'style sheet',
  font: 'font',
  audio: 'sound',
  video: 'video',
};

function embedAction(client: Embed, request: RequestSpec): string {
  const path = code(pathOf(request));
  const isCredentialed = request.credentials === 'include';
  switch (client) {
    case 'event-source':
      return `opens ${path} as an EventSource${isCredentialed ? ' with `withCredentials`' : ''}`;
    case 'jsonp':
      return `loads ${path} in a script element (JSONP)`;
    case 'form':
      return `submits a form to ${path} with method POST`;
    case 'css-font':
      return `loads ${path} as a font that a style sheet of another origin names`;
    case 'preload':
      return preloadAction(path, request);
    default: {
      const what = client === 'img' ? 'an image' : `a ${kinds[client]}`;
      const hash = hashOf(request);
      const withAll = (parts: readonly string[]) => (parts.length === 0 ? '' : ` with ${joined(parts)}`);
      if (request.mode === 'no-cors') return `loads ${path} as ${what}${withAll(hash)}, without \`crossorigin\``;
      const isAlwaysCors = client === 'module' || client === 'font';
      const how = isCredentialed ? ['`crossorigin="use-credentials"`'] : isAlwaysCors ? [] : ['`crossorigin`'];
      return `loads ${path} as ${what}${withAll([...how, ...hash])}`;
    }
  }
} // prettier-ignore

const hashes = { right: 'the right hash in `integrity`', wrong: 'a wrong hash in `integrity`' } as const;

function hashOf({ integrity }: RequestSpec): readonly string[] {
  return integrity === undefined ? [] : [hashes[integrity]];
}

function preloadAction(path: string, { preload, mode }: RequestSpec): string {
  if (preload === 'module') return `preloads ${path} with \`rel="modulepreload"\``;
  return `preloads ${path} as ${code(preload ?? '')}, ${mode === 'no-cors' ? 'without' : 'with'} \`crossorigin\``;
}

/** Without the destination of a redirect, which is described separately. */
function pathOf({ route, query = {} }: RequestSpec): string {
  const fields = Object.entries(query).filter(([name]) => name !== 'to');
  const shown = fields.map(([name, value]) => `${name}=${value}`).join('&');
  return `/${contractPath(route)}${shown === '' ? '' : `?${shown}`}`;
}

const routes: Readonly<Partial<Record<Route, string>>> = {
  whoami: 'which returns the session cookie’s value',
  login: 'which sets the cookie `session`',
  missing: 'which has no route',
  malformed: 'which cannot be decoded',
  denied: 'which returns 403',
  crash: 'whose handler throws',
  private: 'which returns 401 without Authorization',
  slow: 'which responds slowly',
  vary: 'whose handler sets `Vary: Accept-Encoding`',
  cacheable: 'which can be cached for 60 seconds',
  conditional: 'which has an ETag',
  parse: 'which parses JSON of at most 16 KiB',
  limited: 'which returns 429',
  dir: 'which redirects to `/dir/`',
  'file.txt': 'a static file',
  raw: 'an event stream that is written past the framework’s response object',
  download: 'which is a download',
  websocket: 'which is a WebSocket',
};

function aboutRoute({ route, query = {} }: RequestSpec): string {
  const words = route === 'redirect' ? leadsTo(query['to']) : routes[route];
  return words === undefined ? '' : `, ${words},`;
}

function leadsTo(to: string | undefined): string {
  const [, origin = '', path = ''] = /^\$(same|other)-origin(\/.*)$/.exec(to ?? '') ?? [];
  if (path === '') return 'which redirects';
  return `which redirects to ${code(path)} ${origin === 'same' ? 'on the same server' : 'at another origin'}`;
}

function extras(request: RequestSpec): string {
  const { client, mode, uploadListener, times: count = 1 } = request;
  if (isEmbed(client)) return '';
  const parts = [
    ...originSent(request),
    ...describeHeaders(request),
    ...describeBody(request.body),
    ...settings(request),
    ...(uploadListener === true ? ['an upload listener'] : []),
  ];
  return [
    parts.length === 0 ? '' : ` with ${joined(parts)}`,
    mode === undefined || mode === 'cors' ? '' : `, in ${mode} mode`,
    ...transport(request),
    count > 1 ? `, ${times(count)}` : '',
  ].join('');
}

/** Only raw requests choose their connection and the version of HTTP. */
function transport({ connection, httpVersion }: RequestSpec): string[] {
  return [
    ...(httpVersion === undefined ? [] : [`, over HTTP/${httpVersion}`]),
    ...(connection === undefined ? [] : [`, on ${connections[connection]}`]),
  ];
}

const connections = { kept: 'a connection that is kept open', new: 'a new connection' } as const;

function settings({ credentials, redirect, cache, referrerPolicy, withCookie }: RequestSpec): string[] {
  return [
    ...(withCookie === true ? ['the session cookie'] : []),
    ...(credentials === 'include' && withCookie !== true ? ['credentials'] : []),
    ...(credentials === 'omit' ? ["`credentials: 'omit'`"] : []),
    ...(redirect === undefined || redirect === 'follow' ? [] : [`\`redirect: '${redirect}'\``]),
    ...(cache === undefined || cache === 'default' ? [] : [`\`cache: '${cache}'\``]),
    ...(referrerPolicy === undefined ? [] : [`\`referrerPolicy: '${referrerPolicy}'\``]),
  ];
}

function originSent({ client, as = 'allowed' }: RequestSpec): string[] {
  if (client !== 'raw') return [];
  return [as === 'no-origin' ? 'no Origin header' : `Origin set to ${describeOrigin(as)}`];
}

const symbols: Readonly<Record<string, string>> = {
  $allowed: 'a header that the policy allows',
  '$allowed-all': 'every header that the policy allows',
  $unlisted: 'a header that the policy does not allow',
};

function describeHeaders({ headers = {} }: RequestSpec): string[] {
  const shown = Object.entries(headers).map(([name, value]) => {
    const lines = [value].flat();
    const [line = ''] = lines;
    if (symbols[name] !== undefined) return symbols[name];
    if (line === etagSymbol) return `${code(name)} with its ETag`;
    if (lines.length > 1) return `${lines.length} lines of ${code(name)}: ${joined(lines.map(visible))}`;
    return line === '' ? `an empty ${code(name)}` : code(`${name}: ${shortened(visibleText(line))}`);
  });
  return shown.length > 4 ? [`${shown.length} headers, such as ${shown[0]}`] : shown;
}

function visible(text: string): string {
  return code(shortened(visibleText(text)));
}

function visibleText(text: string): string {
  return text.replaceAll('\t', '\\t');
}

function describeBody(body: Body | undefined): string[] {
  switch (body?.kind) {
    case undefined:
      return [];
    case 'text':
      return ['a text body'];
    case 'json':
      return ['a JSON body'];
    case 'urlencoded':
      return ['form fields (`application/x-www-form-urlencoded`)'];
    case 'form-data':
      return ['form fields (`multipart/form-data`)'];
    case 'blob':
      return [body.type === undefined ? 'a body without Content-Type' : `a body of ${code(body.type)}`];
    case 'bytes':
      return [`a body of ${body.length} bytes`];
  }
}
