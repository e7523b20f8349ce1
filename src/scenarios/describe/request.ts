import type { OriginSymbol } from '../origin-symbols.ts';
import type { Body, Client, Embed, RequestSpec, Route } from '../scenario.ts';
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
  const origin = `a page at ${describeOrigin(from)}`;
  const within = frame(request);
  return within === null ? `A${origin.slice(1)}` : `${within} in ${origin}`;
}

function frame({ frame: kind }: RequestSpec): string | null {
  if (kind === undefined) return null;
  switch (kind) {
    case 'sandbox':
      return 'A sandboxed iframe (origin `null`)';
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
  xhr: ' using XMLHttpRequest',
  'axios-xhr': ' using axios (XMLHttpRequest adapter)',
  'axios-fetch': ' using axios (fetch adapter)',
  raw: '',
};

const kinds: Readonly<Record<Exclude<Embed, 'event-source' | 'jsonp'>, string>> = {
  img: 'image',
  script: 'script',
  module: 'module',
  style: 'style sheet',
  font: 'font',
};

function embedAction(client: Embed, request: RequestSpec): string {
  const path = code(pathOf(request));
  const isCredentialed = request.credentials === 'include';
  switch (client) {
    case 'event-source':
      return `opens ${path} as an EventSource${isCredentialed ? ' with `withCredentials`' : ''}`;
    case 'jsonp':
      return `loads ${path} in a script element (JSONP)`;
    default: {
      const what = client === 'img' ? 'an image' : `a ${kinds[client]}`;
      if (request.mode === 'no-cors') return `loads ${path} as ${what}, without \`crossorigin\``;
      const isAlwaysCors = client === 'module' || client === 'font';
      const how = isCredentialed ? ' with `crossorigin="use-credentials"`' : isAlwaysCors ? '' : ' with `crossorigin`';
      return `loads ${path} as ${what}${how}`;
    }
  }
} // prettier-ignore

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
    count > 1 ? `, ${times(count)}` : '',
  ].join('');
}

function settings({ credentials, redirect, cache }: RequestSpec): string[] {
  return [
    ...(credentials === 'include' ? ['credentials'] : []),
    ...(credentials === 'omit' ? ["`credentials: 'omit'`"] : []),
    ...(redirect === undefined || redirect === 'follow' ? [] : [`\`redirect: '${redirect}'\``]),
    ...(cache === undefined || cache === 'default' ? [] : [`\`cache: '${cache}'\``]),
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
