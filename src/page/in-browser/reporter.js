// @ts-check
/**
 * Sends reports in batches, one message at a time. Runs in browsers without a build.
 *
 * @typedef {import('../work.ts').PageMessage} PageMessage
 */

/**
 * A message is sent when this many reports wait, or some time after the first: 150 ms, and for each further message 150 ms more,
 * because the first results are awaited, and a message costs as much as a check.
 */
const batchSize = 40;
const batchDelayMs = 150;
const longestDelayMs = 600;
/** The longest message, and the longest single report: characters. */
const batchCharacters = 512 * 1024;
const reportCharacters = 2 * 1024 * 1024;
/** The number of attempts for a message, and the delay after the first failure, which doubles each time. */
const attempts = 4;
const firstRetryMs = 100;

/**
 * @param {(reports: readonly PageMessage[]) => Promise<void>} post rejects when the message did not arrive
 * @param {(milliseconds: number) => Promise<void>} sleep
 */
export function createReporter(post, sleep) {
  /** @type {{ message: PageMessage, characters: number }[]} */
  const queue = [];
  /** Resolves when all queued messages are sent, and rejects when one could not be sent. */
  let sending = Promise.resolve();
  let isScheduled = false;
  let delayMs = 0;

  const flush = () => {
    isScheduled = false;
    sending = sending.then(async () => {
      while (queue.length > 0) {
        const batch = takeBatch(queue);
        await retry(() => post(batch), sleep);
      }
    });
    // `finish` reports the failure; until then it must not be an unhandled rejection.
    sending.catch(() => {});
  };

  return {
    /** @param {PageMessage} report */
    report(report) {
      queue.push(measured(report));
      if (queue.length >= batchSize) flush();
      else if (!isScheduled) {
        isScheduled = true;
        delayMs = Math.min(delayMs + batchDelayMs, longestDelayMs);
        void sleep(delayMs).then(flush);
      }
    },
    /** Sends the rest. Rejects when all attempts for a message failed. */
    finish() {
      flush();
      return sending;
    },
  };
}

/**
 * Removes as many reports as fit into one message, at least one.
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
 * Replaces a report that is too long by a problem of its check, so that the rest of the message is sent.
 *
 * @param {PageMessage} report
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
