// @ts-check
/**
 * The script of the page that every origin serves: it reads its work from its document, runs the checks, and reports the
 * outcomes: to its own origin, or as a frame to its parent. It needs no automation protocol, so any browser that can open a
 * URL can run it. Runs in browsers without a build.
 *
 * @typedef {import('../work.ts').PageEnd} PageEnd
 * @typedef {import('../work.ts').PageWork} PageWork
 * @typedef {import('./document.js').Receiver} Receiver
 */
import { runChecks } from './checks.js';
import { perform } from './clients.js';
import { performInFrame } from './frames.js';
import { loaded, sendToHost, sleep, takeWork } from './document.js';
import { performInWorker } from './workers.js';
import { createReporter } from './reporter.js';

/** How often a frame tells its parent that it still runs: milliseconds. */
const aliveMs = 1000;

/** Runs the checks of this page. Never rejects. */
export async function start() {
  /** @type {PageWork} */
  const work = takeWork();
  const receiver = 'parent' in work ? parentAt(work.parent) : sendToHost(work.key);
  await receiver.end(await run(work, receiver));
}

/**
 * @param {PageWork} work
 * @param {Receiver} receiver
 * @returns {Promise<PageEnd>}
 */
async function run(work, receiver) {
  try {
    // The script of a target may never end, so the load event must be over.
    if (!('parent' in work)) await loaded();
    const reporter = createReporter(receiver.report, sleep);
    await runChecks(work, {
      perform: performAnywhere,
      sleep,
      now: () => performance.now(),
      cookie: () => document.cookie,
      report: reporter.report,
    });
    await reporter.finish();
    return {};
  } catch (thrown) {
    return { problem: `The page at ${location.origin} broke: ${String(thrown)}` };
  }
}

/**
 * Makes a request from this page, or from a frame or worker of its own.
 *
 * @param {import('../../scenarios/page-request.ts').PageRequest} request
 * @param {number} timeoutMs
 */
function performAnywhere(request, timeoutMs) {
  if (request.frame === 'worker') return performInWorker(request, timeoutMs);
  const isFramed = request.frame !== undefined || request.embedderPolicy !== undefined;
  return isFramed ? performInFrame(request, timeoutMs) : perform(request, timeoutMs);
}

/**
 * The page that holds this one in a frame.
 *
 * @param {string} origin
 * @returns {Receiver}
 */
function parentAt(origin) {
  /** @param {import('../work.ts').FrameMessage} message */
  const send = (message) => parent.postMessage(message, origin);
  const pulse = setInterval(() => send({ reports: [] }), aliveMs);
  return {
    report: (reports) => Promise.resolve(send({ reports })),
    end(end) {
      clearInterval(pulse);
      return Promise.resolve(send({ end }));
    },
  };
}
