// @ts-check
/**
 * Requests from a frame: a page of its own (`/.corspec/frame`), of another origin or sandboxed, or a data: URL. The origin
 * of the latter two is opaque. It has the same clients; page and frame talk by messages. Runs in browsers, as it stands.
 *
 * @typedef {import('../../scenarios/page-request.ts').PageRequest} PageRequest
 * @typedef {import('../../results/outcome.ts').StepOutcome} StepOutcome
 */
import { perform } from './clients.js';

/** How long a frame may take to load beyond the request's own time: milliseconds. */
const loadingMs = 10_000;

/**
 * Makes one request from a frame that exists for it alone.
 *
 * @param {PageRequest} request
 * @param {number} timeoutMs
 * @returns {Promise<StepOutcome>}
 */
export function performInFrame(request, timeoutMs) {
  return new Promise((resolve) => {
    const frame = document.createElement('iframe');
    if (request.frame === 'sandbox') frame.setAttribute('sandbox', 'allow-scripts');
    frame.src = addressOf(request.frame);
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
 * @param {PageRequest['frame']} frame
 * @returns {string}
 */
function addressOf(frame) {
  if (frame === 'data') return dataUrl();
  return `${typeof frame === 'object' ? frame.origin : ''}/.corspec/frame`;
}

/** The document of `/.corspec/frame` as a URL. */
function dataUrl() {
  const module = JSON.stringify(`${location.origin}/.corspec/frame.js`);
  const html = `<!doctype html><script type="module">import ${module};</script>`;
  return `data:text/html,${encodeURIComponent(html)}`;
}

/** The script of the frame: says that it is there, makes the request that it is sent, and tells what came of it. */
export function serveFrame() {
  addEventListener('message', ({ data }) => {
    void perform(data.request, data.timeoutMs).then((outcome) => parent.postMessage(outcome, '*'));
  });
  parent.postMessage('ready', '*');
}
