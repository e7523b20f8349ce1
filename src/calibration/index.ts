import { calibrationCases, type CalibrationCase } from '../../fixtures/calibration/index.ts';
import { knownDeviations, type KnownDeviation } from '../../fixtures/known-deviations.ts';
import { pageAssets } from '../page/assets.ts';
import type { Exchange } from '../results/exchange.ts';
import type { Outcome } from '../results/outcome.ts';
import type { BrowserSummary } from '../results/results.ts';
import { startWire, type Wire } from '../proxy/index.ts';
import type { Engine } from '../run/engine.ts';
import { findEngine } from '../run/find-engine.ts';
import { nameSymptoms, type Symptom } from '../judge/known.ts';
import { replayRequests } from '../judge/replay-steps.ts';
import { createPageHost } from '../page/pages.ts';
import { type CalibrationCell, declarePlaces, toCells } from './cells.ts';
import { startScriptedServer } from './scripted-server.ts';
import { allSymptoms } from './symptoms.ts';

export interface CalibrationRequest {
  /** `chromium`, `firefox`, `webkit`, `model`. */
  readonly browser: string;
  /** All of them when absent. */
  readonly cases?: readonly CalibrationCase[];
  /** The deviations that are known; those of the data file when absent. */
  readonly known?: readonly KnownDeviation[];
  /** For one request: milliseconds. */
  readonly timeoutMs?: number;
  readonly signal: AbortSignal;
  /** A case was played. */
  readonly onCase?: () => void;
}

/** A case in which a browser did other than the standard says. */
export interface Deviating {
  readonly case: CalibrationCase;
  readonly symptoms: readonly { readonly says: string; readonly kind: string; readonly id: string | null }[];
  readonly exchanges: readonly Exchange[];
  readonly outcome: Outcome;
}

export interface Calibration {
  readonly browser: BrowserSummary;
  readonly cases: readonly CalibrationCase[];
  readonly deviating: readonly Deviating[];
  /** Cases that could not be played, with why. */
  readonly broken: readonly { readonly case: CalibrationCase; readonly problem: string }[];
  readonly durationMs: number;
}

/** Deviations of a calibration that nobody has named so far. */
export function unknownIn({ deviating }: Calibration): readonly Deviating[] {
  return deviating.filter(({ symptoms }) => symptoms.some(({ id }) => id === null));
}

/**
 * Plays cases in an engine against a scripted server, and holds what came of each against the standard.
 * @throws CannotRunError when the engine is not on this machine
 */
export async function calibrate(request: CalibrationRequest): Promise<Calibration> {
  const { cases = calibrationCases, known = knownDeviations, timeoutMs = 10_000, signal } = request;
  const startEngine = await findEngine(request.browser);
  const host = createPageHost(pageAssets());
  const server = await startScriptedServer();
  const wire = await startWire(host);
  let engine: Engine | undefined;
  try {
    declarePlaces(wire, server);
    engine = await startEngine({ wire, host, request: { timeoutMs, jobs }, hooks: { signal } });
    const cells = toCells(cases, server);
    wire.addCells(
      cells.map(({ cell }) => cell),
      server,
    );
    const startedAt = performance.now();
    const results = await playAll(engine, cells, { wire, known, signal, onCase: request.onCase });
    return {
      browser: engine.summary,
      cases,
      deviating: results.flatMap((result) =>
        'symptoms' in result && result.symptoms.length > 0 ? [result] : [],
      ),
      broken: results.flatMap((result) => ('problem' in result ? [result] : [])),
      durationMs: performance.now() - startedAt,
    };
  } finally {
    await Promise.allSettled([engine?.close(), wire.close(), server.close()]);
  }
}

/** How many requests are under way at once. */
const jobs = 12;

type CaseResult = Deviating | Calibration['broken'][number];

interface Surroundings {
  readonly wire: Wire;
  readonly known: readonly KnownDeviation[];
  readonly signal: AbortSignal;
  readonly onCase: (() => void) | undefined;
}

/** In the order of the cases, whatever the order in which pages tell of them. */
async function playAll(
  engine: Engine,
  cells: readonly CalibrationCell[],
  { wire, known, signal, onCase }: Surroundings,
): Promise<readonly CaseResult[]> {
  const results = new Map<string, Promise<CaseResult>>();
  const browser = engine.summary.id;
  await engine.play(cells, {
    signal,
    onReport(cell, { outcome }) {
      onCase?.();
      const judged = wire
        .take(cell.cell)
        .then((exchanges) => compare(cell, outcome, exchanges, browser, known));
      results.set(cell.cell, judged);
    },
    onProblem(cell, problem) {
      onCase?.();
      results.set(cell.cell, Promise.resolve({ case: cell.case, problem }));
    },
  });
  const told = cells.flatMap(({ cell }) => results.get(cell) ?? []);
  return Promise.all(told);
}

/** Holds what a browser did against the standard. A pure function. */
export function compare(
  cell: CalibrationCell,
  outcome: Outcome,
  exchanges: readonly Exchange[],
  browser: string,
  known: readonly KnownDeviation[],
): Deviating {
  const { origin, steps } = cell;
  const symptoms = replayRequests({ origin, browser, steps, outcome, exchanges }).flatMap((step, index) => {
    const circumstances = { ...step, browser, isLater: index > 0, caseId: cell.case.id };
    return nameSymptoms(known, allSymptoms(cell, step, index), circumstances).map(toDeviation);
  });
  return { case: cell.case, symptoms, exchanges, outcome };
}

function toDeviation({ symptom, known }: { symptom: Symptom; known: KnownDeviation | undefined }) {
  return { kind: symptom.kind, says: symptom.says, id: known?.id ?? null };
}
