/**
 * `npm run matrix [-- --changed] [--only LIST] [--browser LIST] [--pages] [--table]`: installs every implementation, runs all scenarios under all
 * policies in the model and in Chromium, some in Firefox and WebKit too, writes results/matrix.json.gz, and generates docs/matrix.md
 * and docs/matrix/. `--changed`: only what changed since it was run. `--pages`: only the pages. `--table`: nothing but the recorded counts, seconds and
 * megabytes, which every other run prints at its end as well. Results are kept one by one, so that an
 * interrupted run goes on with `--changed`. Exits with 1 if an implementation could not be run, and says why.
 */
import { parseArgs } from 'node:util';
import { policies } from '../fixtures/policies.ts';
import { packageVersion } from '../src/package.ts';
import { CannotRunError } from '../src/results/cannot-run-error.ts';
import {
  builtInServers,
  findImplementations,
  type Implementation,
  TargetError,
} from '../src/targets/index.ts';
import { inEveryBrowser } from './matrix/browsers.ts';
import { changedSince } from './matrix/changed.ts';
import { closingTable } from './matrix/closing.ts';
import { writePages } from './matrix/pages.ts';
import { NoVerdictError, playImplementation, scenarios } from './matrix/play.ts';
import { type MatrixRecord, type PlayedImplementation, readMatrix, writeMatrix } from './matrix/record.ts';
import { runScript, UsageError } from './run-script.ts';

await runScript(main);

async function main(signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({
    options: {
      changed: { type: 'boolean', default: false },
      only: { type: 'string' },
      browser: { type: 'string' },
      pages: { type: 'boolean', default: false },
      table: { type: 'boolean', default: false },
    },
  });
  if (values.table) return printTable();
  const { implementations } = await findImplementations([builtInServers]);
  const wanted = await choose(implementations, values);
  let matrix = current(implementations);
  const failed: string[] = [];
  const started = performance.now();
  for (const [index, implementation] of wanted.entries()) {
    if (signal.aborted) break;
    const { id } = implementation;
    const browsers = browsersFor(id, values.browser);
    console.log(
      `${index + 1}/${wanted.length} ${id} in model${browsers.map((name) => `, ${name}`).join('')}`,
    );
    try {
      const played = await playImplementation(implementation, browsers, signal);
      matrix = withEntry(matrix, played.entry, played.browsers);
      writeMatrix(matrix);
    } catch (error) {
      const kinds = [TargetError, NoVerdictError, CannotRunError];
      if (!(error instanceof Error && kinds.some((kind) => error instanceof kind))) throw error;
      failed.push(`${id}: ${error.message}`);
      console.error(`  ${error.message}`);
    }
  }
  writePages(matrix);
  if (wanted.length > 0) printClosing(matrix, performance.now() - started);
  if (failed.length > 0) console.error(`\nNot run:\n${failed.join('\n')}`);
  return failed.length === 0 && !signal.aborted ? 0 : 1;
}

function printClosing(matrix: MatrixRecord, ms: number): void {
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1000);
  console.log(`\n${closingTable(matrix)}`);
  console.log(
    `This run took ${(ms / 60_000).toFixed(1)} minutes; corspec itself took ${megabytes} MB at most.`,
  );
}

function printTable(): number {
  const matrix = readMatrix();
  if (matrix === null) throw new UsageError('There is no results/matrix.json.gz yet: npm run matrix');
  process.stdout.write(closingTable(matrix));
  return 0;
}

function browsersFor(id: string, named: string | undefined): readonly string[] {
  if (named !== undefined) return named.split(',').filter((name) => name !== 'model');
  return inEveryBrowser.includes(id) ? ['chromium', 'firefox', 'webkit'] : ['chromium'];
}

interface Choice {
  readonly pages: boolean;
  readonly changed: boolean;
  readonly only?: string | undefined;
}

async function choose(
  implementations: readonly Implementation[],
  { pages, changed, only }: Choice,
): Promise<readonly Implementation[]> {
  if (pages) return [];
  const ids = only?.split(',');
  const unknown = ids?.filter((id) => !implementations.some((one) => one.id === id)) ?? [];
  if (unknown.length > 0)
    throw new UsageError(`Unknown implementations: ${unknown.join(', ')}. See \`corspec list servers\`.`);
  const named = implementations.filter(({ id }) => ids?.includes(id) ?? true);
  return changed ? changedSince(readMatrix(), named) : named;
}

/** The recorded results of implementations that still exist, if they are of today's scenarios. */
function current(implementations: readonly Implementation[]): MatrixRecord {
  const recorded = readMatrix();
  const ids = scenarios.map(({ id }) => id);
  const isSame = recorded?.scenarios.join() === ids.join();
  const exists = ({ id }: PlayedImplementation) => implementations.some((one) => one.id === id);
  return {
    schema: 'corspec/matrix@1',
    tool: packageVersion,
    browsers: isSame ? recorded.browsers : {},
    policies: Object.keys(policies),
    scenarios: ids,
    implementations: isSame ? recorded.implementations.filter(exists) : [],
  };
}

function withEntry(
  matrix: MatrixRecord,
  entry: PlayedImplementation,
  browsers: Readonly<Record<string, string>>,
): MatrixRecord {
  const others = matrix.implementations.filter(({ id }) => id !== entry.id);
  const old = matrix.implementations.find(({ id }) => id === entry.id);
  const runs = old?.fingerprint === entry.fingerprint ? { ...old.runs, ...entry.runs } : entry.runs;
  return {
    ...matrix,
    browsers: { ...matrix.browsers, ...browsers },
    implementations: [...others, { ...entry, runs }].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
