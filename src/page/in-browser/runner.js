// @ts-check
/**
 * The script of the page that every origin serves: it reads its work from its document, runs the checks, and posts the
 * outcomes to its own origin. It needs no automation protocol, so any browser that can open a URL can run it. Runs in
 * browsers without a build.
 *
 * @typedef {import('../work.ts').PageEnd} PageEnd
 * @typedef {import('../work.ts').PageWork} PageWork
 */
import { runChecks } from './checks.js';
import { perform } from './clients.js';
import { performInFrame } from './frames.js';
import { createReporter, retry } from './reporter.js';

/** Runs the checks of this page. Never rejects. */
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
 * Removes the work from this page's document and returns it.
 *
 * @returns {PageWork}
 */
function takeWork() {
  const element = document.getElementById('corspec-work');
  if (element === null) throw new Error('the document contains no work');
  element.remove();
  return JSON.parse(element.textContent);
}

/**
 * Lets the load event fire first, because the script of a target may never end.
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
