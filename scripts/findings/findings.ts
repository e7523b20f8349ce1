import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

/** Who or what a failure is due to. */
export const verdicts = [
  /** A defect of the library. */
  'library',
  /** A defect of the recipe, not of the server that it configures. */
  'recipe',
  /** The library intends it. */
  'by-design',
  /** The library's documentation says so. */
  'documented',
] as const;

const finding = z.strictObject({
  /** The ids of the scenarios that fail for this reason. */
  scenarios: z.array(z.string()).nonempty(),
  verdict: z.enum(verdicts),
  /**
   * The checks are errors, not failures: the server closes the connection without a response, for example, so there is nothing that a
   * browser could judge.
   */
  status: z.literal('error').optional(),
  /** One sentence, with a full stop. */
  why: z.string().regex(/^\S[^\n]*\.$/, 'one sentence with a full stop'),
  /** What shows it: the file and line of the library, the recipe's file, or a document. */
  source: z
    .string()
    .regex(/^(https:\/\/\S+|[\w@./-]+\.\w+:(\d+| \w+))$/, 'file:line, file: function, or a URL'),
  /** The issue upstream, if there is one. */
  issue: z.url({ protocol: /^https$/ }).optional(),
  /** Why the scenarios may pass: another version, another machine. */
  mayPass: z
    .string()
    .regex(/^\S[^\n]*\.$/, 'one sentence with a full stop')
    .optional(),
});

const findingsFile = z.strictObject({ findings: z.array(finding) });

export type Finding = z.infer<typeof finding>;

/**
 * What is known of the failures of an implementation, from its `findings.json`; null without one.
 * @throws if the file is invalid; the message says where and why
 */
export function readFindings(folder: string): readonly Finding[] | null {
  const file = join(folder, 'findings.json');
  if (!existsSync(file)) return null;
  const { success, data, error } = findingsFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!success) throw new Error(`${file}: ${z.prettifyError(error)}`);
  return data.findings;
}

/** The ids of scenarios, by how their checks ended. */
export interface Unsuccessful {
  readonly failing: ReadonlySet<string>;
  readonly errors: ReadonlySet<string>;
}

/** What the scenarios of findings and those that fail do not have in common, in sentences; none when all is as it was found. */
export function differencesOf(
  findings: readonly Finding[],
  { failing, errors }: Unsuccessful,
): readonly string[] {
  const all = findings.flatMap(({ scenarios }) => scenarios);
  const twice = all.filter((id, index) => all.indexOf(id) !== index);
  return [
    ...twice.map((id) => `${id} is in two findings.`),
    ...differencesIn(
      findings.filter(({ status }) => status === undefined),
      failing,
      words.failure,
    ),
    ...differencesIn(
      findings.filter(({ status }) => status === 'error'),
      errors,
      words.error,
    ),
  ];
}

const words = {
  failure: { does: 'fails', doesNot: 'does not fail' },
  error: { does: 'ends with an error', doesNot: 'does not end with an error' },
} as const;

function differencesIn(
  findings: readonly Finding[],
  found: ReadonlySet<string>,
  { does, doesNot }: (typeof words)[keyof typeof words],
): readonly string[] {
  const expected = findings.flatMap(({ scenarios, mayPass }) => scenarios.map((id) => ({ id, mayPass })));
  const unexplained = [...found].filter((id) => !expected.some((one) => one.id === id)).sort();
  const passing = expected.filter(({ id, mayPass }) => mayPass === undefined && !found.has(id));
  return [
    ...unexplained.map((id) => `${id} ${does} and has no finding.`),
    ...passing.map(({ id }) => `${id} has a finding and ${doesNot}.`),
  ];
}
