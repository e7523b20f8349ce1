// @ts-check
/**
 * Sends reports a few at a time, one message under way. Runs in browsers, as it stands.
 *
 * @typedef {import('../work.ts').PageMessage} PageMessage
 * @typedef {import('../work.ts').PageReport} PageReport
 */

/** A message goes out when this many reports wait, or this long after the first: milliseconds. */
const batchSize = 40;
/** How long a message may become by one more report, and one report by itself: characters. */
const batchCharacters = 512 * 1024;
const reportCharacters = 2 * 1024 * 1024;
const batchDelayMs = 50;
/** How often a message is tried, and how long after the first failure again; then twice as long each time. */
const attempts = 4;
const firstRetryMs = 100;

/**
 * @param {(reports: readonly PageMessage[]) => Promise<void>} post rejects when the message did not arrive
 * @param {(milliseconds: number) => Promise<void>} sleep
 */
export function createReporter(post, sleep) {
  /** @type {{ message: PageMessage, characters: number }[]} */
  const queue = [];
  /** Ends when everything that was queued is sent, and rejects when a message could not be. */
  let sending = Promise.resolve();
  let isScheduled = false;

  const flush = () => {
    isScheduled = false;
    sending = sending.then(async () => {
      while (queue.length > 0) {
        const batch = takeBatch(queue);
        await retry(() => post(batch), sleep);
      }
    });
    // Whoever calls `finish` is told; until then a failure is no unhandled rejection.
    sending.catch(() => {});
  };

  return {
    /** @param {PageReport} report */
    report(report) {
      queue.push(measured(report));
      if (queue.length >= batchSize) flush();
      else if (!isScheduled) {
        isScheduled = true;
        void sleep(batchDelayMs).then(flush);
      }
    },
    /** Sends the rest. Rejects when a message did not arrive for all its attempts. */
    finish() {
      flush();
      return sending;
    },
  };
}

/**
 * Takes as many reports as go into one message, and at least one.
 *
 * @param {{ message: PageMessage, characters: number }[]} queue
 * @returns {readonly PageMessage[]}
 */
function takeBatch(queue) {
  let characters = 0;
  const end = queue.findIndex((next) => (characters += next.characters) > batchCharacters);
  return queue.splice(0, end === -1 ? queue.length : Math.max(1, end)).map(({ message }) => message);
}

/**
 * One report that is too long costs its own check, not the message that it would be in.
 *
 * @param {PageReport} report
 */
function measured(report) {
  const characters = JSON.stringify(report).length;
  if (characters <= reportCharacters) return { message: report, characters };
  const problem = `The outcome is too long to report: ${characters} characters.`;
  return { message: { check: report.check, problem }, characters: problem.length };
}

/**
 * @template T
 * @param {() => Promise<T>} action
 * @param {(milliseconds: number) => Promise<void>} sleep
 * @returns {Promise<T>}
 */
export async function retry(action, sleep) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (thrown) {
      if (attempt === attempts) throw thrown;
      await sleep(firstRetryMs * 2 ** (attempt - 1));
    }
  }
}
