import type { HeaderList } from '../../fetch-standard/index.ts';

/** Of a body that does not end, so much time is enough: milliseconds. As in `fixtures/page/reading.js`. */
const longestMs = 5000;
const streamMs = 500;

/**
 * How long the body of a response is read: whoever has its head has passed the CORS check, and what the body says is
 * asked of short ones only. An event stream does not end.
 * @param timeoutMs for the whole request
 */
export function readingMs(headers: HeaderList, timeoutMs: number): number {
  const types = headers.filter(([name]) => name.toLowerCase() === 'content-type');
  const isStream = types.some(([, value]) => /^\s*text\/event-stream\b/i.test(value));
  return Math.min(isStream ? streamMs : longestMs, timeoutMs / 4);
}
