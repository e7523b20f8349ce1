import * as z from 'zod';
import type { CheckKey } from '../results/excuse.ts';
import { failure, type Attempt } from '../text/attempt.ts';
import { parseChecked } from '../text/checked-json.ts';
import { parseJson, positionOfValue } from '../text/json-text.ts';

export const baselineSchemaName = 'corspec/baseline@1';

const entry = z.strictObject({
  target: z.string().describe('The id of the target, as in results: of a server at a URL, its URL.'),
  policy: z.string(),
  scenario: z.string(),
  browsers: z.array(z.string()).min(1),
});

/** A baseline file. `schemas/baseline.schema.json` is generated from this. */
export const baselineSchema = z
  .strictObject({
    $schema: z.string().optional(),
    schema: z.literal(baselineSchemaName),
    failures: z.array(entry),
  })
  .describe('Known failures, which do not fail a run. `corspec run --update-baseline` writes it.');

type Entry = z.infer<typeof entry>;

/** Parses a baseline file; `where` is its name, for the messages. Returns all problems. Never throws. */
export function parseBaseline(text: string, where: string): Attempt<readonly CheckKey[], readonly string[]> {
  const other = otherVersion(text, where);
  if (other !== undefined) return failure([other]);
  const parsed = parseChecked(text, where, baselineSchema);
  if (!parsed.ok) return parsed;
  return {
    ok: true,
    value: parsed.value.failures.flatMap(({ target, policy, scenario, browsers }) =>
      browsers.map((browser) => ({ target, policy, scenario, browser })),
    ),
  };
}

/** The keys of another version are not known, so only the version is told. */
function otherVersion(text: string, where: string): string | undefined {
  const json = parseJson(text);
  if (!json.ok || typeof json.value !== 'object' || json.value === null) return undefined;
  const { schema } = json.value as Readonly<Record<string, unknown>>;
  if (typeof schema !== 'string' || schema === baselineSchemaName) return undefined;
  const { line, column } = positionOfValue(text, ['schema']);
  const found = JSON.stringify(schema);
  return schema.startsWith('corspec/baseline@')
    ? `${where}:${line}:${column}: schema: ${found}: this version of corspec reads ${baselineSchemaName}. Use the version that wrote the file, or delete the file and create it again with --update-baseline.`
    : `${where}:${line}:${column}: schema: ${found}: this is not a baseline. Expected ${JSON.stringify(baselineSchemaName)}.`;
}

/** The text of a baseline file: sorted, with one scenario of a target under a policy on each line. */
export function formatBaseline(keys: readonly CheckKey[]): string {
  const lines = entriesOf(keys).map(
    ({ target, policy, scenario, browsers }) =>
      `    { "target": ${JSON.stringify(target)}, "policy": ${JSON.stringify(policy)}, "scenario": ${JSON.stringify(scenario)}, "browsers": [${browsers.map((id) => JSON.stringify(id)).join(', ')}] }`,
  );
  const failures = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "schema": ${JSON.stringify(baselineSchemaName)},\n  "failures": ${failures}\n}\n`;
}

function entriesOf(keys: readonly CheckKey[]): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const { target, policy, scenario, browser } of keys) {
    const key = JSON.stringify([target, policy, scenario]);
    const { browsers = [] } = entries.get(key) ?? {};
    const all = [...new Set([...browsers, browser])].sort(byCodeUnits);
    entries.set(key, { target, policy, scenario, browsers: all });
  }
  return [...entries.values()].sort(
    (a, b) =>
      byCodeUnits(a.target, b.target) ||
      byCodeUnits(a.policy, b.policy) ||
      byCodeUnits(a.scenario, b.scenario),
  );
}

/** The same order in every locale, so that the file does not depend on the machine. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
