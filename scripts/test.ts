/**
 * `npm test` and `npm run test:all` (`--all`): the tests of a tier, and at the end what this machine could not run and why.
 * Other arguments go to vitest: `npm test -- test/unit/wire`. With CORSPEC_REQUIRE=all, whatever is missing is a failure.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { advisories } from '../servers/known-bad/advisories/index.js';
import { packageRoot } from '../src/package.ts';
import {
  builtInServers,
  type Implementation,
  install,
  readImplementation,
  TargetError,
} from '../src/targets/index.ts';
import { type Thing, whyMissing } from '../test/requirements.ts';
import { withFindings } from './findings/with-findings.ts';
import { installVersions, whyUnplayable } from './known-bad/play.ts';
import { closingLines, count, type VitestReport } from './test-report.ts';
import { changeTier, projectsFor, restTier, type TestTier } from './test-tiers.ts';

/** What went wrong where something was to be installed; null where nothing did. */
type InstallProblems = Readonly<Partial<Record<Thing, string | null>>>;

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const forVitest = args.filter((arg) => arg !== '--all');
  const tier = forVitest.length < args.length ? restTier : changeTier;
  const installProblems = tier === restTier ? await installAll() : {};
  const folder = mkdtempSync(join(tmpdir(), 'corspec-test-'));
  try {
    const reportFile = join(folder, 'report.json');
    const vitestStatus = await runVitest(reportFile, projectsFor(tier, forVitest), forVitest);
    const report = existsSync(reportFile)
      ? (JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport)
      : undefined;
    const missing = await whatIsMissing(tier, installProblems);
    const counts = count({ report, vitestStatus, missing: requireAll() ? missing.length : 0 });
    console.log(closingLines(counts, missing, requireAll()).join('\n'));
    return counts.failed === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function requireAll(): boolean {
  return process.env['CORSPEC_REQUIRE'] === 'all';
}

async function whatIsMissing(
  { uses }: TestTier,
  installProblems: InstallProblems,
): Promise<readonly string[]> {
  const reasons = [];
  for (const thing of uses) {
    const why = await whyMissing(thing);
    if (why === null) continue;
    const detail = installProblems[thing]?.split('\n') ?? [];
    reasons.push([`${thing}: ${why}`, ...detail].join('\n    '));
  }
  return reasons;
}

async function installAll(): Promise<InstallProblems> {
  const fastapi = await readImplementation(join(builtInServers, 'fastapi'));
  const problems: string[] = [];
  for (const implementation of await withFindings()) {
    const problem = await installOne(implementation);
    if (problem !== null) problems.push(problem);
  }
  return {
    fastapi: await installOne(fastapi),
    fullstack: await installFullstack(),
    findings: problems.length === 0 ? null : problems.join('\n'),
    'known-bad': await installKnownBad(),
  };
}

/** Installs an implementation that is not written for Node.js. Gives what went wrong, or null. */
async function installOne(implementation: Implementation): Promise<string | null> {
  try {
    await install(implementation, { onLine: (line) => console.log(`servers/${implementation.id}: ${line}`) });
    return null;
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    // `whyMissing` reports a missing program.
    return error.kind === 'unavailable' ? null : error.message;
  }
}

/** Installs the packages of examples/fullstack. Gives what went wrong, or null. */
function installFullstack(): Promise<string | null> {
  const program = join(packageRoot, 'examples/fullstack/run.js');
  const child = spawn(process.execPath, [program, '--setup'], { stdio: ['ignore', 'inherit', 'pipe'] });
  let problem = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    problem += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status === 0 ? null : problem));
  });
}

/** Installs the published versions with known vulnerabilities that can be installed here. Gives what went wrong, or null. */
async function installKnownBad(): Promise<string | null> {
  const playable = [];
  for (const advisory of advisories)
    if ((await whyUnplayable(advisory, { installed: false })) === null) playable.push(advisory);
  const problems = await installVersions(playable, (line) => console.log(`servers/known-bad/${line}`));
  return problems.length === 0 ? null : problems.join('\n');
}

/** Gives vitest's exit status. Ctrl-C reaches vitest as well, because it is in the same process group. */
function runVitest(
  reportFile: string,
  projectNames: readonly string[],
  args: readonly string[],
): Promise<number> {
  const projects = projectNames.flatMap((name) => ['--project', name]);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const vitest = join(packageRoot, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', ...projects, ...reporters, ...args], {
    cwd: packageRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
}
