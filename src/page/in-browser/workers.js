// @ts-check
/**
 * Requests from a worker whose script is a Blob, as bundlers make them: it has the page's origin. The worker has the same clients
 * and exchanges messages with the page. Runs in browsers without a build.
 *
 * @typedef {import('../../scenarios/page-request.ts').PageRequest} PageRequest
 * @typedef {import('../../results/outcome.ts').StepOutcome} StepOutcome
 */
import { perform } from './clients.js';

/** Additional time for a worker to start: milliseconds. */
const startingMs = 10_000;

/**
 * Makes one request from a new worker.
 *
 * @param {PageRequest} request
 * @param {number} timeoutMs
 * @returns {Promise<StepOutcome>}
 */
export function performInWorker(request, timeoutMs) {
  return new Promise((resolve) => {
    const module = JSON.stringify(`${location.origin}/.corspec/worker.js`);
    const script = URL.createObjectURL(new Blob([`import ${module};`], { type: 'text/javascript' }));
    const worker = new Worker(script, { type: 'module' });
    /** @param {StepOutcome} outcome */
    const settle = (outcome) => {
      clearTimeout(timer);
      worker.terminate();
      URL.revokeObjectURL(script);
      resolve(outcome);
    };
    const timer = setTimeout(() => settle({ kind: 'timeout', afterMs: timeoutMs }), timeoutMs + startingMs);
    worker.onmessage = ({ data }) => {
      if (data === 'ready') worker.postMessage({ request, timeoutMs });
      else settle(data);
    };
  });
}

/** The script of the worker: reports that it is ready, makes the request that it receives, and returns the outcome. */
export function serveWorker() {
  addEventListener('message', ({ data }) => {
    void perform(data.request, data.timeoutMs).then((outcome) => postMessage(outcome));
  });
  postMessage('ready');
}
