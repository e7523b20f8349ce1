// @ts-check
/**
 * Runs the checks of a page concurrently, with a limited number of requests. Runs in browsers without a build.
 *
 * @typedef {import('../work.ts').PageCheck} PageCheck
 * @typedef {import('../work.ts').PageReport} PageReport
 * @typedef {import('../../scenarios/page-request.ts').PageRequest} PageRequest
 * @typedef {import('../work.ts').PageWork} PageWork
 * @typedef {import('../../results/outcome.ts').StepOutcome} StepOutcome
 *
 * @typedef {object} Surroundings
 * @property {(request: PageRequest, timeoutMs: number) => Promise<StepOutcome>} perform
 * @property {(milliseconds: number) => Promise<void>} sleep
 * @property {() => number} now milliseconds
 * @property {() => string} cookie
 * @property {(report: PageReport) => void} report
 */

/**
 * Runs all checks and reports each when it ends. Checks that wait start first, and free their slot while they wait, because
 * the longest wait determines how long a page takes.
 *
 * @param {PageWork} work
 * @param {Surroundings} surroundings
 */
export async function runChecks(work, surroundings) {
  const slots = createSlots(work.concurrency);
  const waiting = work.checks.filter(waits);
  const others = work.checks.filter((check) => !waits(check));
  await Promise.all([...waiting, ...others].map((check) => runCheck(check, slots, surroundings)));
}

/**
 * A number of slots. Urgent callers get the next free slot first.
 *
 * @param {number} count
 */
export function createSlots(count) {
  let free = Math.max(1, count);
  /** @type {(() => void)[]} */
  const urgent = [];
  /** @type {(() => void)[]} */
  const patient = [];
  return {
    /**
     * @param {boolean} isUrgent
     * @returns {Promise<void>}
     */
    take(isUrgent) {
      if (free === 0) return new Promise((resolve) => (isUrgent ? urgent : patient).push(resolve));
      free -= 1;
      return Promise.resolve();
    },
    give() {
      const next = urgent.shift() ?? patient.shift();
      if (next) next();
      else free += 1;
    },
  };
}

/** @param {PageCheck} check */
function waits(check) {
  return check.steps.some((step) => step.waitMs > 0);
}

/**
 * @param {PageCheck} check
 * @param {ReturnType<typeof createSlots>} slots
 * @param {Surroundings} surroundings
 */
async function runCheck(check, slots, { perform, sleep, now, cookie, report }) {
  const isUrgent = waits(check);
  await slots.take(isUrgent);
  const startedAt = now();
  /** @type {StepOutcome[]} */
  const steps = [];
  for (const step of check.steps) {
    if (step.waitMs > 0) {
      slots.give();
      await sleep(step.waitMs);
      await slots.take(isUrgent);
    }
    steps.push(await perform(step.request, check.timeoutMs));
  }
  slots.give();
  report({ check: check.id, outcome: { steps, cookie: cookie() }, durationMs: now() - startedAt });
}
