import { problems } from './matrix.ts';
import type { BrowserPower } from './play.ts';

const levels = ['security', 'required', 'recommended'] as const;

/** The result of a run in one browser, as lines of text. */
export function summary(
  { browser, version, matrix, checks, durationMs }: BrowserPower,
  partial: boolean,
): string[] {
  const found = problems(matrix, { partial });
  return [
    `${browser} ${version}: ${matrix.faults.filter(({ caught }) => caught).length} of ${matrix.faults.length} faults detected, ` +
      `${checks} checks in ${(durationMs / 1000).toFixed(1)} s (${Math.round((checks / durationMs) * 1000)} a second)`,
    ...levels.map((level) => {
      const own = matrix.faults.filter(({ fault }) => fault.level === level);
      return `  ${level.padEnd(12)} ${own.filter(({ caught }) => caught).length} of ${own.length}`;
    }),
    `  false alarms ${matrix.falseAlarms.length}; checks with errors ${matrix.errors.length}`,
    ...unasked(matrix.faults),
    ...brokenChecks(matrix.errors),
    ...found.map((problem) => `  ✗ ${problem}`),
    ...(found.length === 0 ? [] : [`  To check one: npm run test:faults -- --browser ${browser} --fault ID`]),
  ];
}

/** Faults that this browser cannot detect because it deviates or lacks a capability. */
function unasked(faults: BrowserPower['matrix']['faults']): string[] {
  return faults
    .filter(({ unaskedUnder }) => unaskedUnder.length > 0)
    .map(
      ({ fault, unaskedUnder, excused }) =>
        `  not testable in this browser: ${fault.id} with the policies ${unaskedUnder.join(', ')}, by ${excused.join(', ')}`,
    );
}

/** The first error of each policy, since they have the same cause. */
function brokenChecks(errors: BrowserPower['matrix']['errors']): string[] {
  const first = new Map(errors.toReversed().map((check) => [check.policy, check]));
  return [...first.values()].map(
    ({ policy, scenario, message }) => `  error: ${policy} ${scenario}: ${message ?? ''}`,
  );
}
