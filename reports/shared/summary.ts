import type { Result } from '../../src/vocabulary/results.ts';
import type { Level } from '../../src/vocabulary/scenario.ts';
import type { ReportInput } from '../reporter.ts';
import { levelsByWeight } from './group.ts';

export interface Counts {
  readonly pass: number;
  readonly fail: number;
  readonly error: number;
  readonly unsupported: number;
  readonly notApplicable: number;
  readonly failByLevel: Readonly<Record<Level, number>>;
}

/** How many results there are of each status, and failures of each level. */
export function count(results: readonly Result[]): Counts {
  const of = (status: Result['status']): number => results.filter((r) => r.status === status).length;
  const failed = results.filter((r) => r.status === 'fail');
  const at = (level: Level): number => failed.filter((r) => r.level === level).length;
  return {
    pass: of('pass'),
    fail: failed.length,
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

/** Whether a failure of this level makes a server nonconforming. */
export function isGating(level: Level, strict: boolean): boolean {
  return level === 'required' || level === 'security' || (strict && level === 'recommended');
}

/** `2 failed (1 security)`: levels are named unless all are `required`. */
export function failedPhrase(counts: Counts): string {
  const named = levelsByWeight
    .filter((level) => level !== 'required' && counts.failByLevel[level] > 0)
    .map((level) => `${counts.failByLevel[level]} ${level}`);
  return `${counts.fail} failed${named.length > 0 ? ` (${named.join(', ')})` : ''}`;
}

/** `23 passed, 2 failed (1 security), 14 not applicable in 1.2 s` */
export function summaryLine(counts: Counts, durationMs: number): string {
  const parts = [
    `${counts.pass} passed`,
    counts.fail > 0 && failedPhrase(counts),
    counts.error > 0 && plural(counts.error, 'error'),
    counts.unsupported > 0 && `${counts.unsupported} unsupported`,
    counts.notApplicable > 0 && `${counts.notApplicable} not applicable`,
  ];
  return `${parts.filter(Boolean).join(', ')} in ${duration(durationMs)}`;
}

export interface Verdict {
  /** `unknown`: too much broke for anything to be said. */
  readonly kind: 'conforms' | 'fails' | 'unknown' | 'survey';
  readonly sentence: string;
}

/** The one sentence that a report ends with. */
export function verdict({ results, mode, gate }: ReportInput): Verdict {
  const counts = count(results.results);
  const strict = gate?.strict ?? false;
  const gating = results.results.filter((r) => r.status === 'fail' && isGating(r.level, strict)).length;
  const lost = lostSentences(results, counts);
  if (mode === 'compare' && !gate) return { kind: 'survey', sentence: surveySentence(results) + lost };
  if (gating > 0) return { kind: 'fails', sentence: failsSentence(gating, counts) + lost };
  if (lost) return { kind: 'unknown', sentence: `Nothing can be said.${lost}` };
  if (counts.pass + counts.fail === 0)
    return { kind: 'unknown', sentence: 'Nothing can be said. No scenario applied.' };
  const rest = counts.fail > 0 ? ` ${plural(counts.fail, 'failure')} below the gating levels.` : '';
  return { kind: 'conforms', sentence: `Conforms to its policy.${rest}` };
}

function lostSentences({ interrupted }: ReportInput['results'], { error }: Counts): string {
  const broken = error > 0 ? ` ${plural(error, 'error')} left cells without a verdict.` : '';
  return interrupted ? `${broken} The run ended before its time: cells are missing.` : broken;
}

function failsSentence(gating: number, { failByLevel }: Counts): string {
  const lets = failByLevel.security > 0 ? ', and lets in somebody whom the policy leaves out' : '';
  return `Does not conform to its policy: ${plural(gating, 'failure')}${lets}.`;
}

function surveySentence({ targets, results }: ReportInput['results']): string {
  const failing = new Set(
    results.filter((r) => r.status === 'fail' && isGating(r.level, false)).map((r) => r.target),
  );
  const insecure = new Set(
    results.filter((r) => r.status === 'fail' && r.level === 'security').map((r) => r.target),
  );
  const all = plural(targets.length, 'implementation');
  if (failing.size === 0) return `${all} compared: all conform.`;
  const lets = insecure.size === 1 ? 'lets' : 'let';
  const security =
    insecure.size > 0 ? `, and ${insecure.size} of them ${lets} in somebody whom a policy leaves out` : '';
  const fail = failing.size === 1 ? 'does' : 'do';
  return `${all} compared: ${failing.size} ${fail} not conform${security}.`;
}

/** `1 error`, `2 errors` */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Milliseconds in words: `840 ms`, `1.2 s`, `3 min 4 s`. */
export function duration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
