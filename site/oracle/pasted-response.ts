import { isToken } from '../../src/fetch-standard/index.ts';
import type { RawHeader } from '../../src/results/exchange.ts';
import { type Attempt, failure, success } from '../../src/text/attempt.ts';

/** The head of a response. */
export interface PastedResponse {
  readonly status: number;
  readonly reason: string;
  readonly headers: readonly RawHeader[];
}

interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

const statusLine = /^HTTP\/\d(?:\.\d)?\s+(\d{3})(?:\s+(.*))?$/i;

/**
 * Reads responses as people copy them: the output of `curl -i` or `curl -v`, or the header lines alone, which then have status 200. Gives
 * each response, such as redirects before the last one; interim responses and bodies are skipped.
 */
export function readResponses(text: string): Attempt<readonly PastedResponse[], string> {
  const lines = fromVerbose(
    text.split(/\r\n|\r|\n/).map((line, index) => ({ number: index + 1, text: line })),
  );
  if (lines.every((line) => line.text.trim() === ''))
    return failure('The response is empty. Paste its header lines, or the output of `curl -i`.');
  const heads = headsOf(lines);
  const responses: PastedResponse[] = [];
  for (const head of heads) {
    const headers = readHeaders(head.lines);
    if (!headers.ok) return headers;
    const status = Number(statusOf(headers.value) ?? head.status);
    if (status < 200 || status > 599) continue;
    responses.push({
      status,
      reason: head.reason,
      headers: headers.value.filter(([name]) => name !== ':status'),
    });
  }
  return responses.length === 0
    ? failure('There is no final response, only interim ones (1xx). Paste the one that follows.')
    : success(responses);
}

/** Of `curl -v`, the lines that the server sent. */
function fromVerbose(lines: readonly Line[]): readonly Line[] {
  if (!lines.some(({ text }) => /^< HTTP\//i.test(text))) return lines;
  return lines
    .filter(({ text }) => /^<( |$)/.test(text))
    .map((line) => ({ ...line, text: line.text.slice(2) }));
}

interface Head {
  readonly status: string;
  readonly reason: string;
  readonly lines: readonly Line[];
}

/** Each status line begins a response, which ends at an empty line. Without any, the first lines are one with status 200. */
function headsOf(lines: readonly Line[]): readonly Head[] {
  const first = lines.findIndex(({ text }) => statusLine.test(text.trim()));
  if (first < 0) {
    const begin = lines.findIndex(({ text }) => text.trim() !== '');
    return [{ status: '200', reason: '', lines: untilEmpty(lines.slice(begin)) }];
  }
  return lines.flatMap(({ text }, index) => {
    const [, status, reason = ''] = statusLine.exec(text.trim()) ?? [];
    return status === undefined ? [] : [{ status, reason, lines: untilEmpty(lines.slice(index + 1)) }];
  });
}

function untilEmpty(lines: readonly Line[]): readonly Line[] {
  const end = lines.findIndex(({ text }) => text.trim() === '');
  return end < 0 ? lines : lines.slice(0, end);
}

function statusOf(headers: readonly RawHeader[]): string | undefined {
  return headers.find(([name]) => name === ':status')?.[1];
}

/** `Name: value`, one on each line; or the name on one line and the value on the next, as Chrome's developer tools copy them. */
export function readHeaders(lines: readonly Line[]): Attempt<readonly RawHeader[], string> {
  const headers: RawHeader[] = [];
  let left = lines;
  for (let [line] = left; line !== undefined; [line] = left) {
    const found = headerAt(line, left[1]?.text.trim() ?? '');
    if (found === null) return failure(notHeader(line));
    headers.push(found.header);
    left = left.slice(found.lines);
  }
  return success(headers);
}

/** The header that begins in a line, and how many lines it takes. */
function headerAt({ text }: Line, following: string): { header: RawHeader; lines: number } | null {
  const [, name = text.trim(), value = null] = /^\s*(:?[^:\s]+)\s*:(?!\/\/)\s*(.*?)\s*$/.exec(text) ?? [];
  if (!isName(name)) return null;
  const isComplete = value !== null && (value !== '' || following === '' || following.includes(': '));
  if (isComplete) return { header: [name, value], lines: 1 };
  return following === '' ? null : { header: [name, following], lines: 2 };
}

function isName(text: string): boolean {
  return isToken(text) || text === ':status';
}

function notHeader({ number, text }: Line): string {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return `Line ${number} is not a header: \`${shown}\`. Expected \`Name: value\`, such as \`Access-Control-Allow-Origin: *\`.`;
}
