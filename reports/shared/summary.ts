import { plural, verdictOf, type Verdict } from '../../src/results/index.ts';
import { isExcused, isOpenFailure } from '../../src/results/known-failures.ts';
import type { Result } from '../../src/results/results.ts';
import type { Level } from '../../src/scenarios/scenario.ts';
import type { ReportInput } from '../reporter.ts';
import { groupBy, levelsByWeight } from './group.ts';
import { namesOf } from './names.ts';

export interface Counts {
  readonly pass: number;
  /** Passes that a server without CORS gets as well. */
  readonly vacuous: number;
  /** Without those that are known. */
  readonly fail: number;
  /** Failures that a baseline or an ignore rule excuses. */
  readonly known: number;
  readonly error: number;
  readonly unsupported: number;
  readonly notApplicable: number;
  readonly failByLevel: Readonly<Record<Level, number>>;
}

/** Counts the results of each status, and the failures of each level. */
export function count(results: readonly Result[]): Counts {
  const of = (status: Result['status']): number => results.filter((r) => r.status === status).length;
  const failed = results.filter(isOpenFailure);
  const at = (level: Level): number => failed.filter((r) => r.level === level).length;
  return {
    pass: of('pass'),
    vacuous: results.filter(({ vacuous }) => vacuous === true).length,
    fail: failed.length,
    known: results.filter(isExcused).length,
    error: of('error'),
    unsupported: of('unsupported'),
    notApplicable: of('not-applicable'),
    failByLevel: {
      security: at('security'),
      required: at('required'),
      recommended: at('recommended'),
      informative: at('informative'),
    },
  };
}

/** `3 failed (1 security, 2 required)`: with each level, unless all are `required`. */
export function failedPhrase(counts: Counts): string {
  if (counts.failByLevel.required === counts.fail) return `${counts.fail} failed`;
  const named = levelsByWeight
    .filter((level) => counts.failByLevel[level] > 0)
    .map((level) => `${counts.failByLevel[level]} ${level}`);
  return `${counts.fail} failed (${named.join(', ')})`;
}

/** `23 passed (14 of them without any CORS header in a response)`: such passes show nothing. */
function passedPhrase({ pass, vacuous }: Counts): string {
  if (vacuous === 0) return `${pass} passed`;
  return `${pass} passed (${vacuous} of them without any CORS header in a response)`;
}

/** `23 passed, 2 failed (1 security), 14 not applicable in 1.2 s` */
export function summaryLine(counts: Counts, durationMs: number): string {
  const parts = [
    passedPhrase(counts),
    counts.fail > 0 && failedPhrase(counts),
    counts.known > 0 && plural(counts.known, 'known failure'),
    counts.error > 0 && plural(counts.error, 'error'),
    counts.unsupported > 0 && `${counts.unsupported} unsupported`,
    counts.notApplicable > 0 && `${counts.notApplicable} not applicable`,
  ];
  return `${parts.filter(Boolean).join(', ')} in ${duration(durationMs)}`;
}

/** The verdict of a report. A run has a gate by default; a comparison has none. */
export function verdict({ results, mode, gate }: ReportInput): Verdict {
  return verdictOf(results, gate ?? (mode === 'run' ? { strict: false } : null));
}

/** The notes about targets, each once, with the titles of its targets if there are several. Untrusted text. */
export function noteTexts({ notes = [], targets }: ReportInput['results']): readonly string[] {
  const titles = new Map(targets.map(({ id, title }) => [id, title || id]));
  if (targets.length === 1) return notes.map(({ text }) => text);
  return [...groupBy(notes, ({ target, text }) => JSON.stringify([target === '', text])).values()].flatMap(
    (same) => {
      const [first] = same;
      if (first === undefined) return [];
      const names = namesOf(same.map(({ target }) => titles.get(target) ?? target));
      return [first.target === '' ? first.text : `${names}: ${first.text}`];
    },
  );
}

/** The stale entries of the baseline, each with what tells it from the others. Untrusted text. */
export function staleTexts({ baseline, targets, browsers }: ReportInput['results']): readonly string[] {
  return (baseline?.stale ?? []).map(({ target, policy, browser, scenario }) =>
    [scenario, targets.length > 1 && `${target}, policy ${policy}`, browsers.length > 1 && browser]
      .filter((part) => part !== false)
      .join(' · '),
  );
}

/** Formats milliseconds: `840 ms`, `1.2 s`, `3 min 4 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
