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
  const title = 'Is it another origin?';
  if (origin === 'null')
    return section(title, 'Yes: the page has none', [
      'A page that was opened from a file, or sits in a sandboxed frame, has the origin `null`, which is the same as no other.',
      needed(request),
    ]);
  const rows = compareOrigins(origin, server);
  const differing = rows.filter(({ same }) => !same);
  if (sameOrigin(origin, server))
    return {
      ...section(title, 'No: scheme, host and port are the same', [
        'CORS has no part in it: the browser sends the request as it is, cookies included, and the script reads the response.',
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
      return 'It does not ask to read the response (mode `no-cors`): that stays hidden from scripts, whatever the server allows.';
    case 'same-origin':
      return 'It asks to stay within its own origin (mode `same-origin`).';
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
    ? [
        text(
          `\`${hosts[0] ?? ''}\` and \`${hosts[1] ?? ''}\` are the same machine, and two hosts all the same.`,
        ),
      ]
    : [];
}

/** Whether the browser asks first, and which method or header makes it. `#concept-main-fetch` */
export function preflightSection({ request, origin, replayed }: Subject): SharedChapter | null {
  if (sameOrigin(origin, new URL(request.url).origin) || request.mode !== 'cors') return null;
  const title = 'Does the browser ask first?';
  const method = normalizeMethod(request.method);
  const { headers, useCorsPreflight } = toFetchRequest(request, origin);
  const reasons = [
    ...(isSafelistedMethod(method) ? [] : [`\`${method}\` is none of GET, HEAD and POST.`]),
    ...unsafeRequestHeaders(headers).map((header) => sentence(header, headers)),
    ...(useCorsPreflight === true ? ['The script listens to the progress of its upload.'] : []),
  ];
  if (reasons.length > 0 && replayed.calls[0]?.kind === 'actual')
    return section(title, 'Not again: it has asked before', [
      ...reasons,
      'The answer to an earlier preflight allows this as well, and is not older than its Access-Control-Max-Age (5 seconds where it names none).',
    ]);
  if (reasons.length > 0)
    return section(title, 'Yes, with a preflight', [
      ...reasons,
      `So the browser sends OPTIONS on its own account, and the ${method === 'OPTIONS' ? "script's own OPTIONS" : method} only if the answer allows it.`,
      ...typeNote(request),
    ]);
  return section(title, 'No: this is a simple request', [
    `Any page may send a ${method} like this one without asking. The browser sends it at once, and decides by the response whether the script may see that.`,
    ...typeNote(request),
  ]);
}

function sentence({ name, why }: UnsafeHeader, headers: readonly (readonly [string, string])[]): string {
  const [written = name] = headers.find(([other]) => other.toLowerCase() === name) ?? [];
  return why.code === 'not-safelisted'
    ? `\`${written}\` is not among the headers that any page may send.`
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
