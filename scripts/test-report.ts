/** What is read of the report of `vitest --reporter=json`. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Run {
  /** Absent when vitest ended without one. */
  readonly report: VitestReport | undefined;
  readonly vitestStatus: number;
  /** How many things are missing that must be there. */
  readonly missing: number;
}

/**
 * Counts tests. A file that broke before its first test counts as one failure, and so do a run without a report, an
 * error that no test owns, and each thing that is missing although it must be there.
 */
export function count({ report, vitestStatus, missing }: Run): Counts {
  const files = report?.testResults ?? [];
  const statuses = files.flatMap((file) => file.assertionResults.map(({ status }) => status));
  const passed = statuses.filter((status) => status === 'passed').length;
  const failedTests = statuses.filter((status) => status === 'failed').length;
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  ).length;
  const failed = failedTests + brokenFiles;
  const unowned = failed === 0 && vitestStatus !== 0 ? 1 : 0;
  return { passed, failed: failed + unowned + missing, skipped: statuses.length - passed - failedTests };
}

/** What is said at the end; the last line is what CI reads. */
export function closingLines(
  { passed, failed, skipped }: Counts,
  missing: readonly string[],
  required: boolean,
): readonly string[] {
  const headline = required
    ? 'Missing on this machine, and CORSPEC_REQUIRE=all asks for it:'
    : 'What could not be run on this machine:';
  const reasons = missing.length === 0 ? [] : [headline, ...missing.map((why) => `  ${why}`), ''];
  return ['', ...reasons, `${passed} passed, ${failed} failed, ${skipped} skipped`];
}
