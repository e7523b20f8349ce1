/**
 * `npm run test:faults [-- --browser model,chromium] [--fault GLOB] [--suite LIST] [--whole] [--jobs N]`: runs scenarios against servers
 * with deliberate faults and reports which faults are detected. Each fault is checked with the scenarios that are about it, with
 * `--whole` with all scenarios; correct servers always with all, but only with some of a generated family. `--suite` restricts it to
 * some suites; browsers check the suite combinations only with `--suite combinations`. Generates docs/faults.md. Exits with 1 if a fault is not detected,
 * if a gating scenario detects no fault, or if a scenario fails with a correct server.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import picomatch from 'picomatch';
import { families, harmless } from '../servers/broken/reference/faults/index.js';
import { packageRoot } from '../src/package.ts';
import { faultsPage } from './faults/markdown.ts';
import { knownSuites } from './catalogue/run.ts';
import { problems } from './faults/matrix.ts';
import { measurePower, scenarios } from './faults/play.ts';
import { summary } from './faults/summary.ts';
import { runScript } from './run-script.ts';

await runScript(main);

async function main(signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({
    options: {
      browser: { type: 'string', default: 'model' },
      fault: { type: 'string', default: '**' },
      suite: { type: 'string' },
      whole: { type: 'boolean', default: false },
      jobs: { type: 'string', default: '16' },
    },
  });
  const partial = values.fault !== '**' || values.suite !== undefined;
  const powers = await measurePower({
    browsers: values.browser.split(','),
    ...(values.suite === undefined ? {} : { suites: knownSuites(values.suite) }),
    isWanted: picomatch(values.fault),
    isWhole: () => values.whole,
    jobs: Number(values.jobs),
    hooks: {
      onEvent: (event) => event.kind === 'warning' && console.error(event.text),
      signal,
    },
  });
  for (const power of powers) console.log(summary(power, partial).join('\n'));
  const isGood = powers.every(({ matrix }) => problems(matrix, { partial }).length === 0);
  if (isGood && !partial)
    writeFileSync(join(packageRoot, 'docs/faults.md'), faultsPage(families, harmless, scenarios));
  return isGood ? 0 : 1;
}
