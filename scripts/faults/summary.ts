import { problems } from './matrix.ts';
import type { BrowserPower } from './play.ts';

const levels = ['security', 'required', 'recommended'] as const;

/** What a run showed of one browser, for people: lines. */
export function summary(
  { browser, version, matrix, checks, durationMs }: BrowserPower,
  partial: boolean,
): string[] {
  const found = problems(matrix, { partial });
  return [
    `${browser} ${version}: ${matrix.faults.filter(({ caught }) => caught).length} of ${matrix.faults.length} faults caught, ` +
      `${checks} checks in ${(durationMs / 1000).toFixed(1)} s (${Math.round((checks / durationMs) * 1000)} a second)`,
    ...levels.map((level) => {
      const own = matrix.faults.filter(({ fault }) => fault.level === level);
      return `  ${level.padEnd(12)} ${own.filter(({ caught }) => caught).length} of ${own.length}`;
    }),
    `  false alarms ${matrix.falseAlarms.length}; checks that broke ${matrix.errors.length}`,
    ...unasked(matrix.faults),
    ...brokenChecks(matrix.errors),
    ...found.map((problem) => `  ✗ ${problem}`),
    ...(found.length === 0
      ? []
      : [`  Look at one with: npm run test:faults -- --browser ${browser} --fault ID`]),
  ];
}

/** What this browser cannot show, for it deviates or lacks something: neither caught nor escaped. */
function unasked(faults: BrowserPower['matrix']['faults']): string[] {
  return faults
    .filter(({ unaskedUnder }) => unaskedUnder.length > 0)
    .map(
      ({ fault, unaskedUnder, excused }) =>
        `  cannot be asked here: ${fault.id} under ${unaskedUnder.join(', ')}, by ${excused.join(', ')}`,
    );
}

/** The first of each policy, for they break alike. */
function brokenChecks(errors: BrowserPower['matrix']['errors']): string[] {
  const first = new Map(errors.toReversed().map((check) => [check.policy, check]));
  return [...first.values()].map(
    ({ policy, scenario, message }) => `  broke: ${policy} ${scenario}: ${message ?? ''}`,
  );
}
