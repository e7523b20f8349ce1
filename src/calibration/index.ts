import { calibrationCases, type CalibrationCase } from '../../fixtures/calibration/index.ts';
import { knownDeviations, type KnownDeviation } from '../../fixtures/known-deviations.ts';
import type { Exchange } from '../results/exchange.ts';
import type { Outcome } from '../results/outcome.ts';
import type { BrowserSummary } from '../results/results.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import type { CheckRunner } from '../run/check-runner.ts';
import { withSession } from '../run/session.ts';
import { nameSymptoms, type Symptom } from '../judge/known.ts';
import { replayRequests } from '../judge/replay-steps.ts';
import { type CalibrationCheck, declarePlaces, toChecks } from './checks.ts';
import { startScriptedServer } from './scripted-server.ts';
import { allSymptoms } from './symptoms.ts';

export interface CalibrationRequest {
  /** `chromium`, `firefox`, `webkit`, `model`. */
  readonly browser: string;
  /** Default: all. */
  readonly cases?: readonly CalibrationCase[];
  /** For one request: milliseconds. */
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  /** Called after each case. */
  readonly onCase?: () => void;
}

/** A case in which a browser deviates from the standard. */
export interface Deviating {
  readonly case: CalibrationCase;
  readonly symptoms: readonly {
    readonly message: string;
    readonly kind: string;
    readonly id: string | null;
  }[];
  readonly exchanges: readonly Exchange[];
  readonly outcome: Outcome;
}

export interface Calibration {
  readonly browser: BrowserSummary;
  readonly cases: readonly CalibrationCase[];
  readonly deviating: readonly Deviating[];
  /** Cases that could not be run, with the reason. */
  readonly broken: readonly { readonly case: CalibrationCase; readonly problem: string }[];
  readonly durationMs: number;
}

/** The unknown deviations of a calibration. */
export function unknownIn({ deviating }: Calibration): readonly Deviating[] {
  return deviating.filter(({ symptoms }) => symptoms.some(({ id }) => id === null));
}

/**
 * Runs cases in a browser against a scripted server, and compares each result with the standard.
 * @throws CannotRunError when the browser is not on this machine
 */
export async function calibrate(request: CalibrationRequest): Promise<Calibration> {
  const { browser, cases = calibrationCases, timeoutMs = 10_000, signal, onCase } = request;
  const options = {
    browsers: [browser],
    limits: { timeoutMs, jobs },
    signal,
    interrupted: 'Interrupted before every case was played.',
  };
  return withSession(options, async ({ proxy, startRunner, keep }) => {
    const server = await keep(startScriptedServer(), ({ close }) => close());
    declarePlaces(proxy, server);
    const engine = await startRunner(browser);
    const checks = toChecks(cases, server);
    proxy.addChecks(
      checks.map(({ id: check }) => check),
      server,
    );
    const startedAt = performance.now();
    const results = await playAll(engine, checks, { proxy, known: knownDeviations, signal, onCase });
    return {
      browser: engine.summary,
      cases,
      deviating: results.flatMap((result) =>
        'symptoms' in result && result.symptoms.length > 0 ? [result] : [],
      ),
      broken: results.flatMap((result) => ('problem' in result ? [result] : [])),
      durationMs: performance.now() - startedAt,
    };
  });
}

/** The maximum number of concurrent requests. */
const jobs = 12;

type CaseResult = Deviating | Calibration['broken'][number];

interface Surroundings {
  readonly proxy: RecordingProxy;
  readonly known: readonly KnownDeviation[];
  readonly signal: AbortSignal;
  readonly onCase: (() => void) | undefined;
}

/** In the order of the cases, not in the order of their reports. */
async function playAll(
  engine: CheckRunner,
  checks: readonly CalibrationCheck[],
  { proxy, known, signal, onCase }: Surroundings,
): Promise<readonly CaseResult[]> {
  const results = new Map<string, Promise<CaseResult>>();
  const browser = { id: engine.summary.id, capabilities: engine.capabilities };
  await engine.play(checks, {
    signal,
    onReport(check, { outcome }) {
      onCase?.();
      const judged = proxy
        .take(check.id)
        .then((exchanges) => compare(check, outcome, exchanges, browser, known));
      results.set(check.id, judged);
    },
    onProblem(check, problem) {
      onCase?.();
      results.set(check.id, Promise.resolve({ case: check.case, problem }));
    },
  });
  const told = checks.flatMap(({ id: check }) => results.get(check) ?? []);
  return Promise.all(told);
}

/** Compares what a browser did with the standard. A pure function. */
export function compare(
  check: CalibrationCheck,
  outcome: Outcome,
  exchanges: readonly Exchange[],
  browser: { readonly id: string } & Pick<CheckRunner, 'capabilities'>,
  known: readonly KnownDeviation[],
): Deviating {
  const { origin, steps } = check;
  const { waitsInRealTime } = browser.capabilities;
  const replayed = replayRequests({ origin, waitsInRealTime, steps, outcome, exchanges });
  const symptoms = replayed.flatMap((step, index) => {
    const circumstances = { ...step, browser: browser.id, isLater: index > 0, caseId: check.case.id };
    return nameSymptoms(known, allSymptoms(check, step, index), circumstances).map(toDeviation);
  });
  return { case: check.case, symptoms, exchanges, outcome };
}

function toDeviation({ symptom, known }: { symptom: Symptom; known: KnownDeviation | undefined }) {
  return { kind: symptom.kind, message: symptom.says, id: known?.id ?? null };
}
