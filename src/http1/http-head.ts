import type { RawHeader } from './raw-header.ts';

/**
 * Heads of HTTP/1 messages, read as leniently as browsers do and kept byte for byte. Text is latin1 throughout: a
 * character is a byte.
 */

/** A field line with its line end, and the folded lines (obs-fold) that continue it. */
export interface HeadLine {
  readonly raw: string;
  /** Null for a line without colon, which recipients ignore. */
  readonly header: RawHeader | null;
}

export interface RequestHead {
  readonly method: string;
  readonly target: string;
  /** `HTTP/1.1` */
  readonly version: string;
  readonly lines: readonly HeadLine[];
  readonly headers: readonly RawHeader[];
}

export interface ResponseHead {
  readonly minorVersion: number;
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly RawHeader[];
}

const lf = 0x0a;
const cr = 0x0d;

/**
 * Where the head ends: the index after its empty line, or -1 when it is not all there. Lines end with CRLF or LF.
 * `from` is where to go on looking, at most three bytes before what was not seen yet.
 */
export function findHeadEnd(bytes: Buffer, from = 0): number {
  for (let at = bytes.indexOf(lf, from); at >= 0; at = bytes.indexOf(lf, at + 1)) {
    if (bytes[at + 1] === lf) return at + 2;
    if (bytes[at + 1] === cr && bytes[at + 2] === lf) return at + 3;
  }
  return -1;
}

/** How many bytes of line ends stand before the head: recipients skip them. */
export function leadingLineEnds(bytes: Buffer): number {
  let count = 0;
  while (bytes[count] === cr || bytes[count] === lf) count += 1;
  return count;
}

/** Whether these bytes, perhaps too few to tell, can be the beginning of a response. */
export function canBeResponse(bytes: Buffer): boolean {
  const beginning = bytes.toString('latin1', 0, 5).toUpperCase();
  return 'HTTP/'.startsWith(beginning);
}

/** A whole request head, empty line included. Null when its first line is no request line of HTTP/1. */
export function parseRequestHead(head: Buffer): RequestHead | null {
  const { start, lines } = splitHead(head.toString('latin1'));
  const match = /^(\S+) (\S+) (HTTP\/1\.[01])$/.exec(start);
  if (match === null) return null;
  const [, method = '', target = '', version = ''] = match;
  return { method, target, version, lines, headers: headersOf(lines) };
}

/**
 * A whole response head, empty line included. Null when its first line is no status line. Without a number it is 200,
 * as browsers have it.
 */
export function parseResponseHead(head: Buffer): ResponseHead | null {
  const { start, lines } = splitHead(head.toString('latin1'));
  const match = /^HTTP\/(\d+)\.(\d+)(?:[ \t]+([1-9]\d{2})(?!\d)[ \t]?(.*)|[ \t]*([^\d \t].*)?)$/is.exec(
    start,
  );
  if (match === null) return null;
  const [, major = '1', minor = '1', status = '200', reason, bare] = match;
  return {
    minorVersion: Number(major) > 1 ? 1 : Number(major) < 1 ? 0 : Number(minor),
    status: Number(status),
    reason: reason ?? bare ?? '',
    headers: headersOf(lines),
  };
}

/** What of a request head is written in another way. */
export interface HeadChanges {
  /** The request-target. */
  readonly target: string;
  /** The names, in lower case, of the fields that are not written. */
  readonly without: readonly string[];
  /** Fields before and after the others. */
  readonly first: readonly RawHeader[];
  readonly last: readonly RawHeader[];
}

/** The head that goes to a target. */
export function writeRequestHead(head: RequestHead, { target, without, first, last }: HeadChanges): Buffer {
  const kept = head.lines.filter(
    ({ header }) => header === null || !without.includes(header[0].toLowerCase().trim()),
  );
  const lines = kept.map(({ raw }) => raw).join('');
  const [before, after] = [first, last].map((fields) =>
    fields.map(([name, value]) => `${name}: ${value}\r\n`).join(''),
  );
  return Buffer.from(`${head.method} ${target} ${head.version}\r\n${before}${lines}${after}\r\n`, 'latin1');
}

/** The values of all fields of a name, given in lower case. */
export function valuesOf(headers: readonly RawHeader[], name: string): string[] {
  const values: string[] = [];
  for (const [found, value] of headers) {
    if (found.length >= name.length && found.toLowerCase().trim() === name) values.push(value);
  }
  return values;
}

/** Whether a field that is a list has this member, given in lower case. */
export function listHas(headers: readonly RawHeader[], name: string, member: string): boolean {
  return valuesOf(headers, name).some((value) =>
    value.split(',').some((item) => item.trim().toLowerCase() === member),
  );
}

/** Whether the connection is to stay open after a message with this head. */
export function keepsAlive(headers: readonly RawHeader[], minorVersion: number): boolean {
  if (listHas(headers, 'connection', 'close')) return false;
  return minorVersion > 0 || listHas(headers, 'connection', 'keep-alive');
}

function headersOf(lines: readonly HeadLine[]): RawHeader[] {
  const headers: RawHeader[] = [];
  for (const { header } of lines) if (header !== null) headers.push(header);
  return headers;
}

function splitHead(text: string): { start: string; lines: HeadLine[] } {
  const [start = '', ...rows] = text.replace(/^[\r\n]+/, '').split('\n');
  const raws: string[] = [];
  for (const row of rows) {
    if (row === '' || row === '\r') break;
    if (/^[ \t]/.test(row) && raws.length > 0) raws.push(`${raws.pop() ?? ''}${row}\n`);
    else raws.push(`${row}\n`);
  }
  return {
    start: withoutCarriageReturn(start),
    lines: raws.map((raw) => ({ raw, header: parseField(raw) })),
  };
}

/** Folded lines become one, with a space between them, as in browsers. */
function parseField(raw: string): RawHeader | null {
  const colon = raw.indexOf(':');
  if (colon <= 0 || /^[ \t]/.test(raw)) return null;
  const value = raw.slice(colon + 1, -1);
  return [raw.slice(0, colon), trimBlanks(unfold(value))];
}

/** Line by line: a regular expression takes quadratic time on long runs of blanks. */
function unfold(value: string): string {
  if (!value.includes('\n')) return withoutCarriageReturn(value);
  return value
    .split('\n')
    .map((line) => trimBlanks(withoutCarriageReturn(line)))
    .join(' ');
}

function withoutCarriageReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** Spaces and tabs only: what else `trim` takes away may be what is wrong with a value. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}
