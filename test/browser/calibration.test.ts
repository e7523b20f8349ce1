import { afterAll, describe, expect, it } from 'vitest';
import { knownDeviations } from '../../fixtures/known-deviations.ts';
import { calibrate, type Calibration, unknownIn } from '../../src/calibration/index.ts';
import { need } from '../requirements.ts';

const minutes = 60_000;

/** Loaded machines are slow, and a request that waits for the processor is no deviation. */
const timeoutMs = 30_000;

const engines = [
  ['chromium', await need('chromium')],
  ['firefox', await need('firefox')],
  ['webkit', await need('webkit')],
] as const;

/** One calibration of each engine serves all tests about it. */
const played = new Map<string, Promise<Calibration>>();
const ending = new AbortController();
afterAll(() => {
  ending.abort();
});

function calibration(browser: string): Promise<Calibration> {
  const before = played.get(browser);
  if (before !== undefined) return before;
  const now = calibrate({ browser, timeoutMs, signal: ending.signal });
  played.set(browser, now);
  return now;
}

describe.each(engines)('%s against the standard', (browser, { missing }) => {
  it.skipIf(missing)(
    'every case can be played, and every deviation is a known one',
    async () => {
      const result = await calibration(browser);
      expect(result.broken.map(({ case: { id }, problem }) => `${id}: ${problem}`)).toEqual([]);
      expect(unknownIn(result).map(({ case: { id }, symptoms }) => ({ id, symptoms }))).toEqual([]);
    },
    8 * minutes,
  );

  it.skipIf(missing)(
    'every deviation that is said to be seen is seen',
    async () => {
      const { deviating } = await calibration(browser);
      const seen = new Set(deviating.flatMap(({ symptoms }) => symptoms.map(({ id }) => id)));
      const said = knownDeviations
        .filter((known) => Object.hasOwn(known.seen, browser))
        .filter((known) => known.dependsOnTiming !== true && known.isOutsideCalibration !== true)
        .map(({ id }) => id);
      expect(said.filter((id) => !seen.has(id))).toEqual([]);
    },
    8 * minutes,
  );
});
