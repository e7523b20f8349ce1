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
  const waiting = [...work.pages];
  const openInTurn = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await openFrame(next, reporter.report);
  };
  await Promise.all(Array.from({ length: work.concurrency }, openInTurn));
  const end = await reporter.finish().then(
    () => ({}),
    (thrown) => ({ problem: `The page at ${location.origin} broke: ${String(thrown)}` }),
  );
  await receiver.end(end);
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
    const onMessage = ({ source, data }) => {
      if (source !== frame.contentWindow) return;
      clearTimeout(timer);
      timer = setTimeout(giveUp, silenceMs);
      if ('end' in data) return finish(data.end.problem ?? 'The page ended without a result for this check.');
      for (const message of data.reports) {
        open.delete(message.check);
        report(message);
      }
    };
    addEventListener('message', onMessage);
    frame.src = url;
    document.body.append(frame);
  });
}
