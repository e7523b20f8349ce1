// @ts-check
/**
 * Requests from a frame: a separate page (`/.corspec/frame`), at another origin, sandboxed or with Cross-Origin-Embedder-Policy, or
 * a data: URL. Sandboxed frames and data: URLs have an opaque origin. The frame has the same clients and exchanges messages with the page. Runs in browsers without a
 * build.
 *
 * @typedef {import('../../scenarios/page-request.ts').PageRequest} PageRequest
 * @typedef {import('../../results/outcome.ts').StepOutcome} StepOutcome
 */
import { perform } from './clients.js';

/** Additional time for a frame to load: milliseconds. */
const loadingMs = 10_000;

/**
 * Makes one request from a new frame.
 *
 * @param {PageRequest} request
 * @param {number} timeoutMs
 * @returns {Promise<StepOutcome>}
 */
export function performInFrame(request, timeoutMs) {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe');
    if (request.frame === 'sandbox') frame.setAttribute('sandbox', 'allow-scripts');
    frame.src = addressOf(request);
    /** @param {StepOutcome} outcome */
    const settle = (outcome) => {
      clearTimeout(timer);
      removeEventListener('message', onMessage);
      frame.remove();
      resolve(outcome);
    };
    /** @param {MessageEvent} event */
    const onMessage = (event) => {
      if (event.source !== frame.contentWindow) return;
      if (event.data === 'ready') frame.contentWindow?.postMessage({ request, timeoutMs }, '*');
      else settle(event.data);
    };
    const timer = setTimeout(() => settle({ kind: 'timeout', afterMs: timeoutMs }), timeoutMs + loadingMs);
    addEventListener('message', onMessage);
    document.body.append(frame);
  });
}

/**
 * @param {PageRequest} request
 * @returns {string}
 */
function addressOf({ frame, embedderPolicy }) {
  if (frame === 'data') return dataUrl();
  const query = embedderPolicy === undefined ? '' : `?embedder-policy=${embedderPolicy}`;
  return `${typeof frame === 'object' ? frame.origin : ''}/.corspec/frame${query}`;
}

/** The document of `/.corspec/frame` as a URL. */
function dataUrl() {
  const module = JSON.stringify(`${location.origin}/.corspec/frame.js`);
  const html = `<!doctype html><script type="module">import ${module};</script>`;
  return `data:text/html,${encodeURIComponent(html)}`;
}

/** The script of the frame: reports that it is ready, makes the request that it receives, and returns the outcome. */
export function serveFrame() {
  addEventListener('message', ({ data }) => {
    void perform(data.request, data.timeoutMs).then((outcome) => parent.postMessage(outcome, '*'));
  });
  parent.postMessage('ready', '*');
}
