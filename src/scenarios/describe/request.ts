import type { Body, Client, Embed, OriginSymbol, RequestSpec, Route } from '../scenario.ts';
import { embeds, misspellings } from '../scenario.ts';
import { joined, shortened, times } from '../../text/phrases.ts';
import { code, placeInWords } from './who.ts';

/** What happens, as a sentence without its full stop: who asks for what, with what, and how. */
export function requestInWords(request: RequestSpec, from: OriginSymbol): string {
  return `${subject(request, from)} ${action(request)}${extras(request)}`;
}

/** The same for a request that follows one of the same page. */
export function nextRequestInWords(request: RequestSpec, from: OriginSymbol): string {
  if (request.client === 'wire') return requestInWords(request, from);
  return `${frame(request) ?? 'The page'} ${action(request)}${extras(request)}`;
}

/** Whether it is an OPTIONS that asks for permission, which no page but corspec itself sends. */
export function isAskedByCorspec({ client, method, headers = {} }: RequestSpec): boolean {
  return client === 'wire' && method === 'OPTIONS' && 'Access-Control-Request-Method' in headers;
}

export function isEmbed(client: Client | undefined): client is Embed {
  return embeds.some((embed) => embed === client);
}

function subject(request: RequestSpec, from: OriginSymbol): string {
  if (request.client === 'wire') return 'corspec itself, as no page would,';
  const place = `a page at ${placeInWords(from)}`;
  const within = frame(request);
  return within === null ? `A${place.slice(1)}` : `${within} in ${place}`;
}

function frame({ frame: kind }: RequestSpec): string | null {
  if (kind === undefined) return null;
  switch (kind) {
    case 'sandbox':
      return 'A sandboxed frame (origin `null`)';
    case 'data':
      return 'A frame at a data: URL (origin `null`)';
    default:
      return `A frame at ${placeInWords(kind)}`;
  }
}

function action(request: RequestSpec): string {
  const { client = 'fetch', method = 'GET' } = request;
  if (isEmbed(client)) return embedAction(client, request);
  return `sends ${code(`${method} ${pathOf(request)}`)}${aboutRoute(request)}${by[client]}`;
}

const by: Readonly<Record<Exclude<Client, Embed>, string>> = {
  fetch: ' by fetch',
  xhr: ' by XMLHttpRequest',
  'axios-xhr': ' by axios (its XMLHttpRequest adapter)',
  'axios-fetch': ' by axios (its fetch adapter)',
  wire: '',
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
      return `opens ${path} as an EventSource${isCredentialed ? ', `withCredentials`' : ''}`;
    case 'jsonp':
      return `loads ${path} with a script element, as JSONP does`;
    default: {
      const what = client === 'img' ? 'an image' : `a ${kinds[client]}`;
      if (request.mode === 'no-cors') return `loads ${path} as ${what}, without \`crossorigin\``;
      const isAlwaysCors = client === 'module' || client === 'font';
      const how = isCredentialed ? ' with `crossorigin="use-credentials"`' : isAlwaysCors ? '' : ' with `crossorigin`';
      return `loads ${path} as ${what}${how}`;
    }
  }
} // prettier-ignore

/** Without where a redirect leads, which is told in words. */
function pathOf({ route, query = {} }: RequestSpec): string {
  const fields = Object.entries(query).filter(([name]) => name !== 'to');
  const shown = fields.map(([name, value]) => `${name}=${value}`).join('&');
  return `/${route}${shown === '' ? '' : `?${shown}`}`;
}

const routes: Readonly<Partial<Record<Route, string>>> = {
  whoami: 'which tells whose session it is',
  login: 'which sets the cookie `session`',
  missing: 'where nothing is routed',
  denied: 'which answers 403',
  crash: 'whose handler throws',
  private: 'which answers 401 without Authorization',
  slow: 'which takes its time',
  vary: 'whose handler sets `Vary: Accept-Encoding`',
  cacheable: 'which caches may keep for 60 seconds',
};

function aboutRoute({ route, query = {} }: RequestSpec): string {
  const words = route === 'redirect' ? leadsTo(query['to']) : routes[route];
  return words === undefined ? '' : `, ${words},`;
}

function leadsTo(to: string | undefined): string {
  const [, origin = '', path = ''] = /^\$(same|other)-origin(\/.*)$/.exec(to ?? '') ?? [];
  if (path === '') return 'which redirects';
  return `which redirects to ${code(path)} ${origin === 'same' ? 'of the same server' : 'at another origin'}`;
}

function extras(request: RequestSpec): string {
  const { client, mode, uploadListener, times: count = 1 } = request;
  if (isEmbed(client)) return '';
  const own = [
    ...headersInWords(request),
    ...bodyInWords(request.body),
    ...settings(request),
    ...(uploadListener === true ? ['a listener on its upload'] : []),
  ];
  return [
    asWhom(request),
    own.length === 0 ? '' : ` with ${joined(own)}`,
    mode === undefined || mode === 'cors' ? '' : `, in mode ${mode}`,
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

function asWhom({ client, as }: RequestSpec): string {
  if (client !== 'wire') return '';
  if (as === 'no-origin') return ' without an Origin header';
  const place = placeInWords(as ?? 'allowed');
  const isSpelling = misspellings.some((name) => name === as);
  return isSpelling ? ` with an Origin header that is ${place},` : ` in the name of a page at ${place},`;
}

const symbols: Readonly<Record<string, string>> = {
  $allowed: 'a header that the policy lists',
  '$allowed-all': 'every header that the policy lists',
  $unlisted: 'a header that the policy does not list',
};

function headersInWords({ headers = {} }: RequestSpec): string[] {
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

function bodyInWords(body: Body | undefined): string[] {
  switch (body?.kind) {
    case undefined:
      return [];
    case 'text':
      return ['a body of text'];
    case 'json':
      return ['a body of JSON'];
    case 'urlencoded':
      return ['the fields of a form (`application/x-www-form-urlencoded`)'];
    case 'form-data':
      return ['the fields of a form (`multipart/form-data`)'];
    case 'blob':
      return [body.type === undefined ? 'a body without a type' : `a body of ${code(body.type)}`];
    case 'bytes':
      return [`a body of ${body.length} bytes`];
  }
}
