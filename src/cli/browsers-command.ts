import picomatch from 'picomatch';
import { calibrationCases, type CalibrationCase } from '../../fixtures/calibration/index.ts';
import { calibrate, type Calibration, unknownIn } from '../calibration/index.ts';
import { didYouMean } from '../text/nearest.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import { printable } from '../text/printable.ts';
import { chooseBrowsers, lookFor, modelFinder } from '../options/browsers.ts';
import type { BrowsersOptions } from './command-line.ts';
import { calibrationText } from './calibration-text.ts';
import { members, quoted } from '../options/validated.ts';
import { canRewrite, type Io, wantsColor } from './output.ts';
import { writeProblems } from './problems.ts';
import type { CommandStatus } from './run-command.ts';
import type { Services } from './services.ts';

/**
 * `corspec browsers`: runs the calibration cases in browsers and shows where they deviate from the standard. Returns 0
 * when all deviations are known, 1 when one is unknown, 2 for an invalid command, and 3 when there is no browser or a
 * case could not be run.
 */
export async function browsersCommand(
  options: BrowsersOptions,
  { browsers: finders }: Pick<Services, 'browsers'>,
  io: Io,
  signal: AbortSignal,
): Promise<CommandStatus> {
  const cases = chooseCases(options.case);
  const ids = finders.map(({ id }) => id);
  const named = members(options.browser);
  const problems = [...cases.problems, ...unknownBrowsers(named, ids)];
  if (problems.length > 0) {
    writeProblems(io.stderr, 'corspec browsers', problems);
    return 2;
  }
  // The model is the standard itself: it runs only when it is named.
  const wanted =
    named.length === 0 || named.includes('all') ? ids.filter((id) => id !== modelFinder.id) : named;
  const looked = await lookFor(finders.filter(({ id }) => wanted.includes(id)));
  const chosen = chooseBrowsers(
    named.length === 0 || named.includes('all') ? { kind: 'all' } : { kind: 'named', ids: wanted },
    looked,
  );
  if (!chosen.ok) return cannotRun(chosen.reason, io);
  for (const note of chosen.notes) io.stderr.write(`warning: ${printable(note)}\n`);
  if (chosen.ids.length === 0) return cannotRun('No browser was found on this machine.', io);
  return play(chosen.ids, cases.value, options, io, signal);
}

/** One browser after the other, because they would slow each other down. */
async function play(
  browsers: readonly string[],
  cases: readonly CalibrationCase[],
  { json }: BrowsersOptions,
  io: Io,
  signal: AbortSignal,
): Promise<CommandStatus> {
  const done: Calibration[] = [];
  for (const browser of browsers) {
    const progress = createCounter(browser, cases.length, io);
    try {
      const calibration = await calibrate({ browser, cases, signal, onCase: progress.step });
      progress.stop();
      done.push(calibration);
      if (json !== true) io.stdout.write(calibrationText(calibration, wantsColor(io.stdout, io.env)));
    } catch (error) {
      progress.stop();
      if (error instanceof CannotRunError || signal.aborted)
        return cannotRun(signal.aborted ? 'Interrupted.' : (error as Error).message, io);
      throw error;
    }
  }
  if (json === true) io.stdout.write(`${JSON.stringify(done, null, 2)}\n`);
  if (done.some((calibration) => unknownIn(calibration).length > 0)) return 1;
  return done.some(({ broken }) => broken.length > 0) || signal.aborted ? 3 : 0;
}

function chooseCases(globs: readonly string[] = []): {
  readonly value: readonly CalibrationCase[];
  readonly problems: readonly string[];
} {
  const matching = (glob: string) => {
    const matches = picomatch(glob);
    return calibrationCases.filter(({ id }) => matches(id));
  };
  const problems = globs
    .filter((glob) => matching(glob).length === 0)
    .map(
      (glob) => `--case ${quoted(glob)}: no case matches. Example: C30-slash-include; C* selects a section.`,
    );
  const wanted = new Set(globs.flatMap(matching));
  return { value: globs.length === 0 ? calibrationCases : [...wanted], problems };
}

function unknownBrowsers(named: readonly string[], ids: readonly string[]): readonly string[] {
  const all = [...ids, 'all'];
  return named
    .filter((id) => !all.includes(id))
    .map(
      (id) => `--browser ${quoted(id)}: unknown browser.${didYouMean(id, all)} Available: ${ids.join(', ')}.`,
    );
}

function cannotRun(reason: string, { stderr }: Io): CommandStatus {
  stderr.write(`corspec could not run the cases.\n${printable(reason, { keepNewlines: true })}\n`);
  return 3;
}

/** Counts cases on a terminal; in a log it writes one line when they start. */
function createCounter(browser: string, total: number, { stderr, env }: Io) {
  const rewrites = canRewrite(stderr, env);
  let done = 0;
  if (!rewrites) stderr.write(`${browser}: ${total} cases\n`);
  return {
    step() {
      done += 1;
      if (rewrites && (done % 20 === 0 || done === total))
        stderr.write(`\r\x1b[K${browser}: ${done}/${total}`);
    },
    stop() {
      if (rewrites) stderr.write('\r\x1b[K');
    },
  };
}
