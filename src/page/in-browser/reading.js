// @ts-check
/**
 * How much of a response's body is read. Whoever has its head has passed the CORS check, so that a body that does not end
 * is no reason to wait. As in the model (`src/browsers/model/reading-time.ts`). Runs in browsers, as it stands.
 *
 * @typedef {import('../../results/outcome.ts').StepOutcome} StepOutcome
 * @typedef {import('../../results/exchange.ts').RawHeader} RawHeader
 */

/** How much of a body is reported: characters. */
export const reportedCharacters = 2048;
/** How much of a body fetch reads before it is aborted: bytes. */
const fetchedBytes = 64 * 1024;
/** How much XMLHttpRequest, which cannot read in part, takes in before it is aborted: bytes. */
const downloadedBytes = 1024 * 1024;
/** Of a body that does not end, so much time is enough: milliseconds. */
const longestMs = 5000;
/** An event stream need not end, nor send anything soon. */
const streamMs = 500;
/** An event with data, up to the empty line that ends it. */
const firstEvent = /^data[^]*?(?:\r\n|\n|\r){2}/m;

/**
 * How long a body is read at most: milliseconds.
 *
 * @param {string | null | undefined} contentType
 * @param {number} timeoutMs for the whole request
 */
export function readingMs(contentType, timeoutMs) {
  return Math.min(isEventStream(contentType) ? streamMs : longestMs, timeoutMs / 4);
}

/**
 * Whether nothing more is read: of an event stream, the first event is enough.
 *
 * @param {string | null | undefined} contentType
 * @param {string} text
 */
export function isEnough(contentType, text) {
  return isEventStream(contentType) && firstEvent.test(text);
}

/** @param {string | null | undefined} contentType */
function isEventStream(contentType) {
  return /^\s*text\/event-stream\b/i.test(contentType ?? '');
}

/** @param {number} timeoutMs */
export function startDeadline(timeoutMs) {
  const controller = new AbortController();
  let isPassed = false;
  const timer = setTimeout(() => {
    isPassed = true;
    controller.abort();
  }, timeoutMs);
  return {
    signal: controller.signal,
    passed: () => isPassed,
    clear: () => clearTimeout(timer),
    abort: () => controller.abort(),
  };
}

/**
 * The beginning of a body. One that does not end in time, or is long, counts as far as it came, and the request is aborted
 * there: who has the head of a response has passed the CORS check.
 *
 * @param {ReadableStream<Uint8Array> | null} stream
 * @param {string | null} contentType
 * @param {ReturnType<typeof startDeadline>} deadline of the whole request; cleared in the end
 * @param {number} timeoutMs
 * @returns {Promise<{ body: string, incomplete?: true }>}
 */
export async function readBeginning(stream, contentType, deadline, timeoutMs) {
  const decoder = new TextDecoder();
  let text = '';
  let isLeft = false;
  const leave = () => {
    isLeft = true;
    deadline.abort();
  };
  const timer = setTimeout(leave, readingMs(contentType, timeoutMs));
  try {
    const reader = stream?.getReader();
    for (let bytes = 0; reader && bytes < fetchedBytes && !isEnough(contentType, text);) {
      const chunk = await reader.read();
      if (chunk.done) return { body: (text + decoder.decode()).slice(0, reportedCharacters) };
      bytes += chunk.value.byteLength;
      text += decoder.decode(chunk.value, { stream: true });
    }
    if (!reader) return { body: '' };
    leave();
  } catch (thrown) {
    if (!isLeft && !deadline.passed()) throw thrown;
  } finally {
    clearTimeout(timer);
    deadline.clear();
  }
  return { body: text.slice(0, reportedCharacters), incomplete: true };
}

/**
 * Watches how a body comes in, which XMLHttpRequest cannot read in part. One that does not end in time, or is long, counts
 * as far as it came.
 *
 * @param {string} requestedUrl
 * @param {number} timeoutMs
 * @param {(outcome: StepOutcome) => void} onEnough called once; then the request is to be aborted
 */
export function watchReading(requestedUrl, timeoutMs, onEnough) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isOver = false;
  const stop = () => {
    isOver = true;
    clearTimeout(timer);
  };
  return {
    stop,
    /** @param {XMLHttpRequest} xhr */
    look(xhr, loaded = 0) {
      const hasHead = xhr.readyState >= XMLHttpRequest.HEADERS_RECEIVED && xhr.status > 0;
      if (isOver || !hasHead || xhr.readyState === XMLHttpRequest.DONE) return;
      const contentType = xhr.getResponseHeader('content-type');
      const leave = () => {
        stop();
        onEnough({ ...describeXhr(xhr, requestedUrl), incomplete: true });
      };
      timer ??= setTimeout(leave, readingMs(contentType, timeoutMs));
      if (loaded > downloadedBytes || isEnough(contentType, xhr.responseText)) leave();
    },
  };
}

/**
 * @param {XMLHttpRequest} xhr
 * @param {string} requestedUrl
 * @returns {Extract<StepOutcome, { kind: 'response' }>}
 */
export function describeXhr(xhr, requestedUrl) {
  return {
    kind: 'response',
    type: null,
    status: xhr.status,
    redirected: wasRedirected(requestedUrl, xhr.responseURL),
    url: xhr.responseURL,
    headers: parseHeaderLines(xhr.getAllResponseHeaders()),
    body: xhr.responseText.slice(0, reportedCharacters),
  };
}

/**
 * `XMLHttpRequest.getAllResponseHeaders()` as a list.
 *
 * @param {string} text
 * @returns {RawHeader[]}
 */
export function parseHeaderLines(text) {
  return text
    .split('\r\n')
    .filter((line) => line.includes(':'))
    .map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    });
}

/**
 * XMLHttpRequest does not tell whether it was redirected. The fragment is not part of `responseURL`.
 *
 * @param {string} requested
 * @param {string} final
 */
export function wasRedirected(requested, final) {
  return final !== '' && new URL(requested, location.href).href.split('#')[0] !== final;
}
