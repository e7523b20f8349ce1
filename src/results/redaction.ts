import type { RawHeader } from './exchange.ts';
import { parseUrl } from '../fetch-standard/index.ts';
import { mapFields } from './late-fields.ts';

/** Replaces a secret. */
export const redacted = '***';

/** Shorter values are not masked, because they would also match unrelated text. */
export const shortestSecret = 6;

/** A truncated secret is masked if at least so many characters of it are left. */
const shortestBeginning = 4;

/** Masks secrets in all output. */
export interface Redactor {
  text(text: string): string;
  /** Masks all strings of a value, including keys; corspec's identifiers stay unchanged. */
  value<T>(value: T): T;
}

/** Names of headers and query parameters whose values are probably credentials. */
export function isSecretName(name: string): boolean {
  return /auth|cookie|credential|key|passw|secret|session|signature|token/i.test(name);
}

/** Query parameters whose names suggest credentials. */
export function secretParameters(url: string): readonly RawHeader[] {
  return [...(parseUrl(url)?.searchParams ?? [])].filter(([name]) => isSecretName(name));
}

/** The secret parts of header values that are long enough to be masked. */
export function secretsIn(headers: readonly RawHeader[]): readonly string[] {
  const parts = headers.flatMap(([, value]) => [...essentialParts(value), ...otherParts(value)]);
  return parts.filter((part) => part.length >= shortestSecret);
}

/** The names of headers with an essential part that is too short to be masked. */
export function unmasked(headers: readonly RawHeader[]): readonly string[] {
  const short = headers.filter(([, value]) =>
    essentialParts(value).some((part) => part !== '' && part.length < shortestSecret),
  );
  return [...new Set(short.map(([name]) => name))];
}

/** The value, the part after its scheme (`Bearer …`), and the password of Basic. */
function essentialParts(value: string): readonly string[] {
  const { credentials, pairs } = splitValue(value);
  return [value, credentials, ...pairs.map((pair) => pair.slice(pair.indexOf(':') + 1))];
}

/** The user of Basic, the pair of both, and values of parameters: `session=…`, `response="…"`. */
function otherParts(value: string): readonly string[] {
  const parameters = value.matchAll(/=[ \t]*(?:"([^"]*)"|([^;,"\s]+))/g);
  return [
    ...splitValue(value).pairs.flatMap((pair) => [pair, pair.slice(0, pair.indexOf(':'))]),
    ...Array.from(parameters, ([, quoted, bare]) => quoted ?? bare ?? ''),
  ];
}

/** `pairs`: user and password as Basic carries them, in either encoding. https://www.rfc-editor.org/rfc/rfc7617 */
function splitValue(value: string): { readonly credentials: string; readonly pairs: readonly string[] } {
  const [, scheme = '', credentials = ''] = /^([\w-]+)[ \t]+(.+)$/s.exec(value) ?? [];
  if (scheme.toLowerCase() !== 'basic') return { credentials, pairs: [] };
  const bytes = Buffer.from(credentials, 'base64');
  const pairs = [bytes.toString('latin1'), bytes.toString('utf8')].filter((pair) => pair.includes(':'));
  return { credentials, pairs: [...new Set(pairs)] };
}

/** @param secrets longer ones are masked before shorter ones that they contain */
export function createRedactor(secrets: readonly string[]): Redactor {
  const patterns = [...new Set(secrets)].sort((a, b) => b.length - a.length).map(patternOf);
  const text: Redactor['text'] = (shown) => patterns.reduce((rest, pattern) => hide(rest, pattern), shown);
  const redact = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return identifiers.has(key) ? value : text(value);
    if (Array.isArray(value)) return value.map((item) => redact(item, ''));
    if (typeof value !== 'object' || value === null) return value;
    return mapFields(value, (item, name) => [text(name), redact(item, name)]);
  };
  return {
    text,
    // The structure of a value does not change.
    value: <T>(value: T): T => (patterns.length === 0 ? value : (redact(value, '') as T)),
  };
}

/** Fields without text from a target. */
const identifiers: ReadonlySet<string> = new Set([
  'anchor', 'browser', 'code', 'kind', 'level', 'part', 'policy', 'scenario', 'schema', 'startedAt', 'status', 'step', 'turn', 'type',
]); // prettier-ignore

/** For each character of a secret, the ways in which it may be written. */
interface Pattern {
  readonly secret: string;
  readonly ways: readonly (readonly string[])[];
  /** The characters that a secret may begin with. */
  readonly first: ReadonlySet<string>;
}

function patternOf(secret: string): Pattern {
  const ways = [...secret].map(waysToWrite);
  return { secret, ways, first: new Set(ways[0]?.map((way) => way.charAt(0))) };
}

const named: Readonly<Record<string, readonly string[]>> = {
  '&': ['&amp;'],
  '<': ['&lt;'],
  '>': ['&gt;'],
  '"': ['&quot;'],
  "'": ['&apos;'],
  ' ': ['+', '&nbsp;'],
  '\t': ['\\t'],
};

/** A character as it is, in URLs, in HTML and XML, and in strings of JSON and JavaScript; in lower case. */
function waysToWrite(character: string): readonly string[] {
  const code = character.charCodeAt(0);
  const hex = code.toString(16).padStart(2, '0');
  const utf8 = [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const numbers = [`&#${code};`, `&#0${code};`, `&#x${hex};`, `&#x${hex.padStart(4, '0')};`];
  const escapes = [`\\u${hex.padStart(4, '0')}`, `\\x${hex}`];
  const entities = [...(named[character] ?? []), ...numbers];
  const others = /\w/.test(character) ? [] : [character, ...entities].map((written) => `\\${written}`);
  // An invalid byte in UTF-8 is decoded as this character.
  const undecoded = code >= 0x80 ? ['\ufffd'] : [];
  return [`%${hex}`, utf8, ...escapes, ...others, ...entities, ...undecoded, character];
}

function hide(text: string, { secret, ways, first }: Pattern): string {
  const plain = text.includes(secret) ? text.replaceAll(secret, redacted) : text;
  let shown = '';
  let from = 0;
  for (let at = 0; at < plain.length; at += 1) {
    if (!first.has(plain.charAt(at))) continue;
    const end = matchEnd(plain, at, ways);
    if (end === null) continue;
    shown += plain.slice(from, at) + redacted;
    from = end;
    at = end - 1;
  }
  return from === 0 ? plain : shown + plain.slice(from);
}

/** The end of a secret that begins at an index, or of its truncated form; null if there is none. */
function matchEnd(text: string, start: number, ways: Pattern['ways']): number | null {
  // If a character can be read in two ways (`%` itself, or the beginning of `%25`), follows both.
  let ends: ReadonlySet<number> = new Set([start]);
  let cut: number | null = null;
  for (const [count, alternatives] of ways.entries()) {
    const next = new Set<number>();
    for (const at of ends) {
      for (const written of alternatives) if (startsWith(text, written, at)) next.add(at + written.length);
      if (count >= shortestBeginning) cut = cutAt(text, at, alternatives) ?? cut;
    }
    if (next.size === 0) return cut;
    ends = next;
  }
  return Math.max(...ends);
}

/** The end of a text that was truncated within the next encoded character; null otherwise. */
function cutAt(text: string, at: number, alternatives: readonly string[]): number | null {
  const longest = Math.max(...alternatives.map((written) => written.length));
  for (let end = at; end < at + longest; end += 1) {
    const isEnd = end === text.length || text.charAt(end) === '…';
    const isCut = (written: string) =>
      written.length >= end - at && startsWith(text, written.slice(0, end - at), at);
    if (isEnd && alternatives.some(isCut)) return end;
    if (isEnd) return null;
  }
  return null;
}

/** Letters of escapes match in either case; letters of the secret itself only in their own. */
function startsWith(text: string, written: string, at: number): boolean {
  if (written.length === 1) return text.charAt(at) === written;
  return text.slice(at, at + written.length).toLowerCase() === written.toLowerCase();
}
