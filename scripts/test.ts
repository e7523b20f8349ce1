/**
 * `npm test`: every test that this machine can run, and at the end in plain words what it cannot and why. Arguments go
 * to vitest: `npm test -- test/unit/wire`. With CORSPEC_REQUIRE=all whatever is missing is a failure.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { advisories } from '../servers/known-bad/advisories/index.js';
import { packageRoot } from '../src/package.ts';
import { builtInServers, install, readImplementation, TargetError } from '../src/target/index.ts';
import { type Thing, things, whyMissing } from '../test/requirements.ts';
import { installVersions, whyUnplayable } from './known-bad/play.ts';
import { closingLines, count, type VitestReport } from './test-report.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const installProblems = { fastapi: await installFastapi(), 'known-bad': await installKnownBad() };
  const folder = mkdtempSync(join(tmpdir(), 'corspec-test-'));
  try {
    const reportFile = join(folder, 'report.json');
    const vitestStatus = await runVitest(reportFile, args);
    const report = existsSync(reportFile)
      ? (JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport)
      : undefined;
    const missing = await whatIsMissing(installProblems);
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

/** @param installProblems what went wrong where something was to be installed */
async function whatIsMissing(
  installProblems: Readonly<Partial<Record<Thing, string | null>>>,
): Promise<readonly string[]> {
  const reasons = [];
  for (const thing of things) {
    const why = await whyMissing(thing);
    if (why === null) continue;
    const detail = installProblems[thing]?.split('\n') ?? [];
    reasons.push([`${thing}: ${why}`, ...detail].join('\n    '));
  }
  return reasons;
}

/** Installs the implementation that is not written for Node.js. Gives what went wrong, or null. */
async function installFastapi(): Promise<string | null> {
  const implementation = await readImplementation(join(builtInServers, 'fastapi'));
  try {
    await install(implementation, (line) => console.log(`servers/fastapi: ${line}`));
    return null;
  } catch (error) {
    if (!(error instanceof TargetError)) throw error;
    // That python3 is missing is what `whyMissing` says.
    return error.kind === 'unavailable' ? null : error.message;
  }
}

/** Installs the published versions with known vulnerabilities that can be installed here. Gives what went wrong, or null. */
async function installKnownBad(): Promise<string | null> {
  const playable = [];
  for (const advisory of advisories)
    if ((await whyUnplayable(advisory, { installed: false })) === null) playable.push(advisory);
  const problems = await installVersions(playable, (line) => console.log(`servers/known-bad/${line}`));
  return problems.length === 0 ? null : problems.join('\n');
}

/** Gives vitest's exit status. Ctrl-C reaches it by itself, as it is in the same process group. */
function runVitest(reportFile: string, args: readonly string[]): Promise<number> {
  const projects = ['unit', 'browser', 'self'].flatMap((name) => ['--project', name]);
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
