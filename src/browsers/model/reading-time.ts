import type { HeaderList } from '../../fetch-standard/index.ts';

/** The time limit for a body that does not end: milliseconds. As in `src/page/in-browser/reading.js`. */
const longestMs = 5000;
const streamMs = 500;

/** An event with data, up to the empty line that ends it. */
const firstEvent = /^data[^]*?(?:\r\n|\n|\r){2}/m;

/**
 * How long the body of a response is read. A response with a head has passed the CORS check, and only the content of short
 * bodies matters. An event stream does not end.
 * @param timeoutMs for the whole request
 */
export function readingMs(headers: HeaderList, timeoutMs: number): number {
  return Math.min(isEventStream(headers) ? streamMs : longestMs, timeoutMs / 4);
}

/** Whether enough of a body is read: the first event of an event stream is sufficient. */
export function isEnough(headers: HeaderList, body: () => Buffer): boolean {
  return isEventStream(headers) && firstEvent.test(body().toString('utf8'));
}

function isEventStream(headers: HeaderList): boolean {
  const types = headers.filter(([name]) => name.toLowerCase() === 'content-type');
  return types.some(([, value]) => /^\s*text\/event-stream\b/i.test(value));
}
