// @ts-check
/**
 * A page that holds other pages in frames, a few at a time, and passes their reports on: a frame starts several times faster
 * than a tab. Runs in browsers without a build.
 *
 * @typedef {import('../work.ts').FramedPage} FramedPage
 * @typedef {import('../work.ts').FrameSetWork} FrameSetWork
 * @typedef {import('../work.ts').FrameMessage} FrameMessage
 * @typedef {import('../work.ts').PageMessage} PageMessage
 */
import { sendToHost, sleep, takeWork } from './document.js';
import { createReporter } from './reporter.js';

/** A frame that sends nothing for this long has crashed, or shows something else: milliseconds. */
const silenceMs = 15_000;

/** Opens the frames of this page. Never rejects. */
export async function startFrameSet() {
  /** @type {FrameSetWork} */
  const work = takeWork();
  const receiver = sendToHost(work.key);
  const reporter = createReporter(receiver.report, sleep);
  await inTurn(queuesOf(work), work.concurrency, (page) => openFrame(page, reporter.report));
  const end = await reporter.finish().then(
    () => ({}),
    (thrown) => ({ problem: `The page at ${location.origin} broke: ${String(thrown)}` }),
  );
  await receiver.end(end);
}

/**
 * The pages in queues: only one page of a queue is open at a time.
 *
 * @param {Pick<FrameSetWork, 'pages' | 'oneOfAnOrigin'>} work
 * @returns {FramedPage[][]}
 */
export function queuesOf({ pages, oneOfAnOrigin }) {
  if (!oneOfAnOrigin) return pages.map((page) => [page]);
  /** @type {Map<string, FramedPage[]>} */
  const queues = new Map();
  for (const page of pages) {
    const { origin } = new URL(page.url);
    const queue = queues.get(origin);
    if (queue) queue.push(page);
    else queues.set(origin, [page]);
  }
  return [...queues.values()];
}

/**
 * Takes queues in order, a limited number at once.
 *
 * @template T
 * @param {readonly (readonly T[])[]} queues
 * @param {number} limit
 * @param {(item: T) => Promise<void>} work
 */
async function inTurn(queues, limit, work) {
  const rest = queues.values();
  const worker = async () => {
    for (const queue of rest) for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}

/**
 * Opens a page in a frame, and waits until it has ended. Every check without a report gets a problem.
 *
 * @param {FramedPage} page
 * @param {(message: PageMessage) => void} report
 * @returns {Promise<void>}
 */
function openFrame({ url, checks }, report) {
  return new Promise((resolve) => {
    const open = new Set(checks);
    const { origin: own } = new URL(url);
    const frame = document.createElement('iframe');
    /** @param {string} problem */
    const finish = (problem) => {
      clearTimeout(timer);
      removeEventListener('message', onMessage);
      frame.remove();
      for (const check of open) report({ check, problem });
      resolve();
    };
    const giveUp = () => finish(`The page did not report anything for ${silenceMs / 1000} s.`);
    let timer = setTimeout(giveUp, silenceMs);
    /** @param {MessageEvent<FrameMessage>} event */
    const onMessage = ({ origin, source, data }) => {
      // The origin first: reading the window of a frame without a document yet would create one for it.
      if (origin !== own || source !== frame.contentWindow) return;
      clearTimeout(timer);
      timer = setTimeout(giveUp, silenceMs);
      if ('end' in data)
        return finish(String(data.end.problem ?? 'The page ended without a result for this check.'));
      // Code of a target can send messages as well: only those about this frame's checks count.
      for (const message of data.reports) if (open.delete(message.check)) report(message);
    };
    addEventListener('message', onMessage);
    // Drawing it would take as long as playing a check.
    frame.hidden = true;
    frame.src = url;
    document.body.append(frame);
  });
}
