// @ts-check
/**
 * Requests whose response no script gets. What came of them shows on the wire. Runs in browsers without a build.
 *
 * @typedef {import('../../scenarios/page-request.ts').PageRequest} PageRequest
 * @typedef {import('../../results/outcome.ts').StepOutcome} StepOutcome
 */
import { toBodyInit, toFetchInit } from './request-init.js';
import { sleep } from './document.js';

/** How often a deferred fetch is asked whether it has been sent: milliseconds. */
const pollMs = 10;

/**
 * @param {PageRequest} request
 * @returns {StepOutcome}
 */
export function sendBeacon(request) {
  const isQueued = navigator.sendBeacon(request.url, toBodyInit(request.body) ?? null);
  return isQueued ? { kind: 'sent' } : { kind: 'error', name: 'sendBeacon', message: 'returned false' };
}

/**
 * A fetch that is sent as soon as possible, and not only when the page ends. https://fetch.spec.whatwg.org/#fetch-later-method
 *
 * @param {PageRequest} request
 * @param {number} timeoutMs
 * @returns {Promise<StepOutcome>}
 */
export async function fetchLater(request, timeoutMs) {
  const { fetchLater: defer } =
    /** @type {{ fetchLater: (url: string, init: RequestInit & { activateAfter: number }) => { readonly activated: boolean } }} */ (
      /** @type {unknown} */ (globalThis)
    );
  const deferred = defer(request.url, { ...toFetchInit(request), activateAfter: 0 });
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += pollMs) {
    if (deferred.activated) return { kind: 'sent' };
    await sleep(pollMs);
  }
  return { kind: 'timeout', afterMs: timeoutMs };
}
