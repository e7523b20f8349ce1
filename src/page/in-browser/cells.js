// @ts-check
/**
 * Runs the cells of a page beside each other, a limited number of requests at once. Runs in browsers, as it stands.
 *
 * @typedef {import('../work.ts').PageCell} PageCell
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
 * Runs all cells and reports each as it ends. A cell that waits goes first, and leaves its slot to others while it
 * does: the longest wait decides how long a page takes.
 *
 * @param {PageWork} work
 * @param {Surroundings} surroundings
 */
export async function runCells(work, surroundings) {
  const slots = createSlots(work.concurrency);
  const waiting = work.cells.filter(waits);
  const others = work.cells.filter((cell) => !waits(cell));
  await Promise.all([...waiting, ...others].map((cell) => runCell(cell, slots, surroundings)));
}

/**
 * A number of slots. Who is urgent gets the next free one before everybody else.
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

/** @param {PageCell} cell */
function waits(cell) {
  return cell.steps.some((step) => step.waitMs > 0);
}

/**
 * @param {PageCell} cell
 * @param {ReturnType<typeof createSlots>} slots
 * @param {Surroundings} surroundings
 */
async function runCell(cell, slots, { perform, sleep, now, cookie, report }) {
  const isUrgent = waits(cell);
  await slots.take(isUrgent);
  const startedAt = now();
  /** @type {StepOutcome[]} */
  const steps = [];
  for (const step of cell.steps) {
    if (step.waitMs > 0) {
      slots.give();
      await sleep(step.waitMs);
      await slots.take(isUrgent);
    }
    steps.push(await perform(step.request, cell.timeoutMs));
  }
  slots.give();
  report({ cell: cell.cell, outcome: { steps, cookie: cookie() }, durationMs: now() - startedAt });
}
