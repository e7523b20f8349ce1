/**
 * Measures `corspec merge` and `corspec report` with a million synthetic results in four shards: `node --import tsx
 * bench/million-results.ts [COUNT]`, after `npm run build`. Prints the times, and the most memory that each process had at a time (Linux).
 */
import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../src/results/results.ts';
import type { ResultsHead } from '../src/results/results-head.ts';
import { resultsText } from '../src/results/results-text.ts';
import { writeFileText } from '../src/results-files/text.ts';
import { makeTemporaryFolder } from '../src/system/temporary-folder.ts';
import { mainFile } from './command.ts';
import { endedText, untilEnded } from './peak-memory.ts';

const count = Number(process.argv[2] ?? 1_000_000);
const shards = 4;
const [policies, scenarios, browsers] = [
  numbered('policy', 5),
  numbered('suite/scenario-with-a-name', 500),
  ['chromium', 'firefox'],
];
const perTarget = policies.length * scenarios.length * browsers.length;
const targets = numbered('service', Math.ceil(count / perTarget));

function numbered(name: string, length: number): readonly string[] {
  return Array.from({ length }, (_, index) => `${name}-${index}`);
}

/** The results of a shard, in the order of the run: every fourth target is its. */
function* resultsOf(shard: number): Iterable<string> {
  let made = 0;
  for (const [index, target] of targets.entries())
    for (const policy of policies)
      for (const scenario of scenarios)
        for (const browser of browsers) {
          made += 1;
          if (made > count) return;
          if (index % shards === shard) yield JSON.stringify(resultOf({ target, policy, scenario, browser }));
        }
}

function resultOf(check: Readonly<Record<'target' | 'policy' | 'scenario' | 'browser', string>>): Result {
  const { target, policy, scenario, browser } = check;
  const step = { kind: 'response', type: 'cors', status: 200, redirected: false, url: `https://${target}.example.test/resource?id=1` } as const; // prettier-ignore
  return {
    ...check,
    level: 'required',
    status: 'pass',
    outcome: { steps: [step] },
    wire: 'OPTIONS 204, PUT 200',
    deviations: [],
    durationMs: 12.5,
    reproduce: `npx corspec run ${target} --policy ${policy} --scenario ${scenario} --browser ${browser} --evidence all`,
  };
}

function headOf(shard: number): ResultsHead {
  return {
    schema: 'corspec/results@1',
    tool: { name: 'corspec', version: '0.1.0' },
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1,
    browsers: browsers.map((id) => ({ id, name: id, version: '1', driver: id })),
    targets: targets
      .filter((_, index) => index % shards === shard)
      .map((id) => ({
        id,
        title: id,
        versions: {},
        policies: Object.fromEntries(policies.map((policy) => [policy, { status: 'ready' as const }])),
      })),
    plan: {
      id: 'synthetic',
      shard: { index: shard + 1, of: shards },
      targets: [...targets],
      policies: [...policies],
      scenarios: [...scenarios],
      browsers: [...browsers],
    },
  };
}

async function measure(what: string, words: readonly string[]): Promise<void> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [mainFile, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
  console.log(`${what}: ${endedText(await untilEnded(child, startedAt))}`);
}

const folder = await makeTemporaryFolder();
try {
  const files = Array.from({ length: shards }, (_, shard) => join(folder.path, `shard-${shard + 1}.json`));
  for (const [shard, file] of files.entries())
    await writeFileText(file, resultsText(headOf(shard), resultsOf(shard)));
  const bytes = files.reduce((sum, file) => sum + statSync(file).size, 0);
  console.log(`${count} results in ${shards} files (${Math.round(bytes / 1e6)} MB)`);
  const merged = join(folder.path, 'all.json');
  await measure('merged', ['merge', ...files, '--output', merged]);
  const page = join(folder.path, 'all.html');
  await measure('rendered', ['report', merged, '--reporter', `html=${page}`]);
  console.log(`the HTML report: ${(statSync(page).size / 1e6).toFixed(1)} MB`);
} finally {
  await folder.remove();
}
