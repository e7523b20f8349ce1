// @ts-check
/**
 * How much of a response's body is read. A response with a head has passed the CORS check, so there is no need to wait for
 * a body that does not end. As in the model (`src/browsers/model/reading-time.ts`). Runs in browsers without a build.
 *
 * @typedef {import('../../results/outcome.ts').StepOutcome} StepOutcome
 * @typedef {import('../../results/exchange.ts').RawHeader} RawHeader
 */

/** How much of a body is reported: characters. */
export const reportedCharacters = 2048;
/** How much of a body fetch reads before it is aborted: bytes. */
const fetchedBytes = 64 * 1024;
/** How much XMLHttpRequest, which cannot stop reading, receives before it is aborted: bytes. */
const downloadedBytes = 1024 * 1024;
/** The time limit for a body that does not end: milliseconds. */
const longestMs = 5000;
/** An event stream need not end or send an event soon. */
const streamMs = 500;
/** An event with data, up to the empty line that ends it. */
const firstEvent = /^data[^]*?(?:\r\n|\n|\r){2}/m;

/**
 * The longest time to read a body: milliseconds.
 *
 * @param {string | null | undefined} contentType
 * @param {number} timeoutMs for the whole request
 */
export function readingMs(contentType, timeoutMs) {
  return Math.min(isEventStream(contentType) ? streamMs : longestMs, timeoutMs / 4);
}

/**
 * Whether enough is read: the first event of an event stream is sufficient.
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
 * The beginning of a body. If it does not end in time, or is long, the part so far counts and the request is aborted: a
 * response with a head has passed the CORS check.
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
 * Watches the progress of a body, which XMLHttpRequest cannot read in part. If it does not end in time, or is long, the part
 * so far counts.
 *
 * @param {string} requestedUrl
 * @param {number} timeoutMs
 * @param {(outcome: StepOutcome) => void} onEnough called once; then abort the request
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
 * XMLHttpRequest does not expose whether it was redirected. The fragment is not part of `responseURL`.
 *
 * @param {string} requested
 * @param {string} final
 */
export function wasRedirected(requested, final) {
  return final !== '' && new URL(requested, location.href).href.split('#')[0] !== final;
}
