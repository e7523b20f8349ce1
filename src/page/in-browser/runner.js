// @ts-check
/**
 * The script of the page that every origin serves: it takes its list of work from its own document, does it, and posts
 * the outcomes to its own origin. No automation protocol is involved, so any browser that can open a URL can run it.
 * Runs in browsers, as it stands.
 *
 * @typedef {import('../work.ts').PageEnd} PageEnd
 * @typedef {import('../work.ts').PageWork} PageWork
 */
import { runChecks } from './checks.js';
import { perform } from './clients.js';
import { performInFrame } from './frames.js';
import { createReporter, retry } from './reporter.js';

/** Does the work of this page. Never rejects. */
export async function start() {
  /** @type {PageEnd} */
  let end = {};
  let key = '';
  try {
    const work = takeWork();
    key = work.key;
    await loaded();
    const reporter = createReporter((reports) => post('outcomes', key, reports), sleep);
    await runChecks(work, {
      perform: (request, timeoutMs) =>
        request.frame ? performInFrame(request, timeoutMs) : perform(request, timeoutMs),
      sleep,
      now: () => performance.now(),
      cookie: () => document.cookie,
      report: reporter.report,
    });
    await reporter.finish();
  } catch (thrown) {
    end = { problem: `The page at ${location.origin} broke: ${String(thrown)}` };
  }
  await retry(() => post('end', key, end), sleep).catch(() => {});
}

/**
 * The work of this page, which leaves the document with it.
 *
 * @returns {PageWork}
 */
function takeWork() {
  const element = document.getElementById('corspec-work');
  if (element === null) throw new Error('its document has no list of work');
  element.remove();
  return JSON.parse(element.textContent);
}

/**
 * The script of a target may never end. Who opened the page learns that it is there before that.
 *
 * @returns {Promise<void>}
 */
function loaded() {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => addEventListener('load', () => setTimeout(resolve), { once: true }));
}

/**
 * @param {'outcomes' | 'end'} path
 * @param {string} key
 * @param {unknown} message
 */
async function post(path, key, message) {
  const headers = { 'Content-Type': 'application/json', 'Corspec-Key': key };
  const response = await fetch(`/.corspec/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(message),
  });
  if (!response.ok) throw new Error(`${path} was answered with status ${response.status}`);
}

/**
 * @param {number} milliseconds
 * @returns {Promise<void>}
 */
function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
