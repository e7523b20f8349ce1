/**
 * `npm test`: every test that this machine can run, and at the end in plain words what it cannot and why. Arguments go
 * to vitest: `npm test -- test/unit/wire`. With CORSPEC_REQUIRE=all whatever is missing is a failure.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/package.ts';
import { builtInServers, install, readImplementation, TargetError } from '../src/target/index.ts';
import { things, whyMissing } from '../test/requirements.ts';
import { closingLines, count, type VitestReport } from './test-report.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const installProblem = await installFastapi();
  const folder = mkdtempSync(join(tmpdir(), 'corspec-test-'));
  try {
    const reportFile = join(folder, 'report.json');
    const vitestStatus = await runVitest(reportFile, args);
    const report = existsSync(reportFile)
      ? (JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport)
      : undefined;
    const missing = await whatIsMissing(installProblem);
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

async function whatIsMissing(installProblem: string | null): Promise<readonly string[]> {
  const reasons = [];
  for (const thing of things) {
    const why = await whyMissing(thing);
    if (why === null) continue;
    const detail = thing === 'fastapi' ? installProblem : null;
    reasons.push([`${thing}: ${why}`, ...(detail?.split('\n') ?? [])].join('\n    '));
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
