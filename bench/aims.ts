/** What is measured: a browser, or an executable of Chromium. */
export type Subject = 'chromium' | 'headless-shell' | 'firefox' | 'webkit' | 'model';

/** A part of the benchmark, by its name for `--only`. */
export type PartName = 'playwright' | 'floor' | 'cold' | 'first' | 'compare' | 'one-more' | 'phases';

/** A part that has an aim. */
export type AimedPart = Exclude<PartName, 'phases'>;

export interface Aim {
  readonly part: AimedPart;
  readonly title: string;
  readonly unit: 'times' | 's';
  readonly better: 'more' | 'less';
  readonly aims: Readonly<Partial<Record<Subject, number>>>;
}

/** The aims, in the order of the table. Ratios are comparable between machines, seconds on a quiet one with two cores. */
export const aims: readonly Aim[] = [
  {
    part: 'playwright',
    title: 'times faster than Playwright Test, per check',
    unit: 'times',
    better: 'more',
    aims: { chromium: 45, 'headless-shell': 20 },
  },
  {
    part: 'floor',
    title: 'times as long as the lower bound, per check',
    unit: 'times',
    better: 'less',
    aims: { chromium: 1.8, 'headless-shell': 1.8 },
  },
  {
    part: 'cold',
    title: 'corspec run URL, all checks, cold',
    unit: 's',
    better: 'less',
    aims: { chromium: 3, 'headless-shell': 3, firefox: 6, webkit: 5, model: 0.7 },
  },
  {
    part: 'compare',
    title: 'corspec compare, six implementations, eleven policies',
    unit: 's',
    better: 'less',
    aims: { chromium: 30, 'headless-shell': 30, model: 8 },
  },
  {
    part: 'one-more',
    title: 'one more implementation in compare',
    unit: 's',
    better: 'less',
    aims: { chromium: 3, 'headless-shell': 3 },
  },
  {
    part: 'first',
    title: 'first result on the screen after Enter',
    unit: 's',
    better: 'less',
    aims: { chromium: 1, 'headless-shell': 1 },
  },
];

export const partNames: readonly PartName[] = [...new Set(aims.map(({ part }) => part)), 'phases'];

export function isMet({ better }: Aim, value: number, aim: number): boolean {
  return better === 'more' ? value >= aim : value <= aim;
}
