import { type Aim, isMet, type Subject } from './aims.ts';
import { type Phases, phaseNames } from './phases.ts';

/** One figure, or why there is none. */
export type Measurement = {
  readonly subject: Subject;
  /** The name of the browser. */
  readonly title: string;
} & (
  | {
      readonly value: number;
      /** What else is to know about it. */
      readonly note?: string;
    }
  /** The browser is not on this machine, and how to install it. */
  | { readonly missing: string }
  /** It did not succeed, so that its time says nothing. */
  | { readonly failed: string }
);

/** The rows of one aim. */
export function aimRows(aim: Aim, measured: readonly Measurement[]): readonly string[] {
  return [aim.title, ...measured.map((one) => row(aim, one))];
}

export const aimsHeading = `${' '.repeat(24)}${'now'.padStart(10)}${'aim'.padStart(12)}`;

function row(aim: Aim, measurement: Measurement): string {
  const wanted = aim.aims[measurement.subject];
  const limit = wanted === undefined ? '–' : `${aim.better === 'more' ? '≥' : '≤'} ${shown(wanted, aim)}`;
  const title = `  ${measurement.title}`.padEnd(24);
  if (!('value' in measurement)) {
    const why =
      'missing' in measurement ? `not here: ${measurement.missing}` : `failed: ${measurement.failed}`;
    return `${title}${'–'.padStart(10)}${limit.padStart(12)}   ${why}`;
  }
  const { value, note } = measurement;
  const verdict = wanted === undefined || isMet(aim, value, wanted) ? '' : 'not met';
  const rest = [verdict, note].filter(Boolean).join('; ');
  return `${title}${shown(value, aim).padStart(10)}${limit.padStart(12)}   ${rest}`.trimEnd();
}

function shown(value: number, { unit }: Aim): string {
  return unit === 'times' ? `${value.toFixed(1)}×` : `${value.toFixed(value < 10 ? 2 : 1)} s`;
}

/** The cost of one run by phase: wall time, CPU time of corspec, CPU time of the processes that it starts. */
export function phaseRows(title: string, phases: Phases): readonly string[] {
  const total = { wallMs: 0, ownMs: 0, childrenMs: 0 };
  const lines = phaseNames.map((name) => {
    const cost = phases[name] ?? { wallMs: 0, ownMs: 0, childrenMs: 0 };
    for (const key of ['wallMs', 'ownMs', 'childrenMs'] as const) total[key] += cost[key];
    return costRow(`  ${name}`, cost);
  });
  return [title, ...lines, costRow('  total', total)];
}

export const phasesHeading = costRow('', {
  wallMs: 'wall ms',
  ownMs: 'CPU corspec',
  childrenMs: 'CPU browser',
});

function costRow(
  title: string,
  cost: Readonly<Record<'wallMs' | 'ownMs' | 'childrenMs', number | string>>,
): string {
  const cell = (value: number | string) =>
    (typeof value === 'string' ? value : value.toFixed(0)).padStart(14);
  return title.padEnd(24) + cell(cost.wallMs) + cell(cost.ownMs) + cell(cost.childrenMs);
}
