import {
  describeUnsafeHeader,
  isSafelistedMethod,
  normalizeMethod,
  sameOrigin,
  type UnsafeHeader,
  unsafeRequestHeaders,
} from '../fetch-standard/index.ts';
import type { Section, OriginRow, SharedParagraph } from '../results/explanation.ts';
import { toFetchRequest } from '../judge/to-fetch-request.ts';
import type { Subject } from './subject.ts';

type SharedChapter = Section<SharedParagraph>;

/** Whether CORS has a part in it: scheme, host and port are compared. `#concept-main-fetch` */
export function originSection({ request, origin }: Subject): SharedChapter {
  const { origin: server } = new URL(request.url);
  const title = 'Is the request cross-origin?';
  if (origin === 'null')
    return section(title, 'Yes: the page has an opaque origin', [
      'A page from a file or in a sandboxed frame has the origin `null`, which matches no other origin.',
      needed(request),
    ]);
  const rows = compareOrigins(origin, server);
  const differing = rows.filter(({ same }) => !same);
  if (sameOrigin(origin, server))
    return {
      ...section(title, 'No: scheme, host and port are the same', [
        'CORS does not apply: the browser sends the request with its cookies, and the script can read the response.',
      ]),
    };
  return {
    title,
    answer: `Yes: the ${inWords(differing.map(({ part }) => part))} ${differing.length === 1 ? 'differs' : 'differ'}`,
    turn: 'on',
    paragraphs: [{ kind: 'origins', rows }, text(needed(request)), ...loopbackNote(origin, server)],
  };
}

function needed({ mode }: Subject['request']): string {
  switch (mode) {
    case 'cors':
      return 'So the script gets the response only if the server allows it, in headers that the browser checks.';
    case 'no-cors':
      return 'The request has mode `no-cors`, so its response is hidden from scripts, whatever the server allows.';
    case 'same-origin':
      return 'The request has mode `same-origin`, which does not allow other origins.';
  }
}

function compareOrigins(page: string, server: string): readonly OriginRow[] {
  const [own, other] = [new URL(page), new URL(server)];
  const row = (part: OriginRow['part'], of: (url: URL) => string): OriginRow => ({
    part,
    page: of(own),
    server: of(other),
    same: of(own) === of(other),
  });
  return [
    row('scheme', ({ protocol }) => protocol.slice(0, -1)),
    row('host', ({ hostname }) => hostname),
    row('port', portOf),
  ];
}

function portOf({ port, protocol }: URL): string {
  return port === '' ? (protocol === 'https:' ? '443' : '80') : port;
}

/** The mistake that looks like none. */
function loopbackNote(page: string, server: string): readonly SharedParagraph[] {
  const hosts = [new URL(page).hostname, new URL(server).hostname];
  const isLoopback = (host: string) => host === 'localhost' || host === '127.0.0.1' || host === '[::1]';
  return hosts[0] !== hosts[1] && hosts.every(isLoopback)
    ? [text(`\`${hosts[0] ?? ''}\` and \`${hosts[1] ?? ''}\` are the same machine, but different hosts.`)]
    : [];
}

/** Whether the browser asks first, and which method or header makes it. `#concept-main-fetch` */
export function preflightSection({ request, origin, replayed }: Subject): SharedChapter | null {
  if (sameOrigin(origin, new URL(request.url).origin) || request.mode !== 'cors') return null;
  const title = 'Does the browser send a preflight?';
  const method = normalizeMethod(request.method);
  const { headers, useCorsPreflight } = toFetchRequest(request, origin);
  const reasons = [
    ...(isSafelistedMethod(method) ? [] : [`\`${method}\` is not GET, HEAD or POST.`]),
    ...unsafeRequestHeaders(headers).map((header) => sentence(header, headers)),
    ...(useCorsPreflight === true ? ['The script listens for upload progress.'] : []),
  ];
  if (reasons.length > 0 && replayed.calls[0]?.kind === 'actual')
    return section(title, 'No: an earlier preflight response is cached', [
      ...reasons,
      'The response to an earlier preflight allows this as well, and is not older than its Access-Control-Max-Age (5 seconds without that header).',
    ]);
  if (reasons.length > 0)
    return section(title, 'Yes', [
      ...reasons,
      `So the browser first sends OPTIONS by itself, and the ${method === 'OPTIONS' ? "script's own OPTIONS" : method} only if the response allows it.`,
      ...typeNote(request),
    ]);
  return section(title, 'No: this is a simple request', [
    `A page can send such a ${method} to any origin without a preflight. The browser sends it, and then checks whether the script can read the response.`,
    ...typeNote(request),
  ]);
}

function sentence({ name, why }: UnsafeHeader, headers: readonly (readonly [string, string])[]): string {
  const [written = name] = headers.find(([other]) => other.toLowerCase() === name) ?? [];
  return why.code === 'not-safelisted'
    ? `\`${written}\` is not a CORS-safelisted request header.`
    : `${describeUnsafeHeader({ name: written, why })}.`;
}

/** fetch does not look into a string. */
function typeNote({ body, client, headers }: Subject['request']): readonly string[] {
  const typed = headers.some(([name]) => name.toLowerCase() === 'content-type');
  if (body?.kind !== 'text' || client !== 'fetch' || typed) return [];
  const json = /^\s*[{[]/.test(body.text)
    ? ' For JSON, set the header `Content-Type: application/json`.'
    : '';
  return [`Without a Content-Type of its own, fetch sends text as \`text/plain;charset=UTF-8\`.${json}`];
}

function section(title: string, answer: string, texts: readonly string[]): SharedChapter {
  return { title, answer, turn: 'on', paragraphs: texts.map(text) };
}

function text(words: string): SharedParagraph {
  return { kind: 'text', text: words };
}

function inWords(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
