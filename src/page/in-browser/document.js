// @ts-check
/**
 * What corspec's pages have in common: they take their work from their document and send messages to their own origin. Runs in
 * browsers without a build.
 *
 * @typedef {import('../work.ts').PageEnd} PageEnd
 * @typedef {import('../work.ts').PageMessage} PageMessage
 *
 * @typedef {object} Receiver receives the messages of a page
 * @property {(reports: readonly PageMessage[]) => Promise<void>} report rejects when the message did not arrive
 * @property {(end: PageEnd) => Promise<void>} end never rejects
 */
import { retry } from './reporter.js';

/**
 * Removes the work from this page's document and returns it.
 *
 * @returns {any}
 */
export function takeWork() {
  const element = document.getElementById('corspec-work');
  if (element === null) throw new Error('the document contains no work');
  element.remove();
  return JSON.parse(element.textContent);
}

/**
 * Lets the load event fire first.
 *
 * @returns {Promise<void>}
 */
export function loaded() {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => addEventListener('load', () => setTimeout(resolve), { once: true }));
}

/**
 * @param {number} milliseconds
 * @returns {Promise<void>}
 */
export function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Sends messages to this page's own origin.
 *
 * @param {string} key
 * @returns {Receiver}
 */
export function sendToHost(key) {
  return {
    report: (reports) => put('outcomes', key, reports),
    end: (end) => retry(() => put('end', key, end), sleep).catch(() => {}),
  };
}

/**
 * @param {'outcomes' | 'end'} path
 * @param {string} key
 * @param {readonly PageMessage[] | PageEnd} message
 */
async function put(path, key, message) {
  const headers = { 'Content-Type': 'application/json', 'Corspec-Key': key };
  const response = await fetch(`/.corspec/${path}`, {
    // Not POST, which WebKitGTK sends on a new connection each time.
    method: 'PUT',
    headers,
    body: JSON.stringify(message),
  });
  if (!response.ok) throw new Error(`${path} was answered with status ${response.status}`);
}
