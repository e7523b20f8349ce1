/**
 * `npm run known-bad [-- --browser model,chromium] [--advisory GLOB]`: runs the scenarios that detect known
 * vulnerabilities against affected and fixed versions, and generates docs/advisories.md. Exits with 1 if a result differs
 * from its advisory, or if an advisory cannot be checked on this machine.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import picomatch from 'picomatch';
import type { Advisory } from '../servers/known-bad/advisories/advisory.js';
import { advisories, registries } from '../servers/known-bad/advisories/index.js';
import { packageRoot } from '../src/package.ts';
import { CannotRunError } from '../src/results/cannot-run-error.ts';
import type { RunHooks } from '../src/run/request.ts';
import { advisoriesPage } from './known-bad/markdown.ts';
import { installVersions, tryAdvisory, whyUnplayable } from './known-bad/play.ts';
import { runScript } from './run-script.ts';

await runScript(main);

async function main(signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({
    options: {
      browser: { type: 'string', default: 'model' },
      advisory: { type: 'string', default: '**' },
    },
  });
  const isWanted = picomatch(values.advisory, { nocase: true });
  const wanted = advisories.filter(({ id, aliases = [] }) => [id, ...aliases].some((name) => isWanted(name)));
  if (wanted.length === 0) {
    console.error(
      `No advisory matches ${values.advisory}; available: ${advisories.map(({ id }) => id).join(', ')}.`,
    );
    return 1;
  }
  for (const problem of await installVersions(wanted, (line) => console.error(line))) console.error(problem);
  const hooks: RunHooks = {
    onEvent: (event) => event.kind === 'warning' && console.error(event.text),
    signal,
  };
  let wrong = 0;
  for (const browser of values.browser.split(','))
    for (const advisory of wanted) if (!(await isAsSaid(advisory, browser, hooks))) wrong++;
  console.log(wrong === 0 ? 'All results are as expected.' : `${wrong} results differ from their advisory.`);
  if (wrong === 0 && wanted.length === advisories.length)
    writeFileSync(join(packageRoot, 'docs/advisories.md'), advisoriesPage(registries));
  return wrong === 0 ? 0 : 1;
}

/** Prints one line with the result, and one for each difference from the advisory. */
async function isAsSaid(advisory: Advisory, browser: string, hooks: RunHooks): Promise<boolean> {
  const problems = await problemsSeen(advisory, browser, hooks);
  const { id, affected, fixed, fixedBy } = advisory;
  const says =
    fixed === null ? '' : `, ${fixed} ${fixedBy === 'refusal' ? 'rejects the configuration' : 'passes'}`;
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${browser} ${id}: ${affected} fails${says}`);
  for (const problem of problems) console.log(`    ${problem}`);
  return problems.length === 0;
}

async function problemsSeen(
  advisory: Advisory,
  browser: string,
  hooks: RunHooks,
): Promise<readonly string[]> {
  const missing = await whyUnplayable(advisory, { installed: true });
  if (missing !== null) return [missing];
  try {
    return await tryAdvisory(advisory, browser, hooks);
  } catch (error) {
    if (!(error instanceof CannotRunError)) throw error;
    return [error.message];
  }
}
