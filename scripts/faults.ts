/**
 * `npm run test:faults [-- --browser model,chromium] [--fault GLOB] [--whole] [--jobs N]`: plays scenarios against servers that
 * are wrong on purpose, and tells which faults are caught. Against each fault those are played that are about it, and with
 * `--whole` all; against what is right, all in any case. Writes docs/faults.md. Ends with 1 when a fault escapes, when a scenario
 * that gates catches nothing, or when something fails though all is right.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import picomatch from 'picomatch';
import { families, harmless } from '../servers/broken/reference/faults/index.js';
import { packageRoot } from '../src/package.ts';
import { powerPage } from './faults/markdown.ts';
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
      whole: { type: 'boolean', default: false },
      jobs: { type: 'string', default: '16' },
    },
  });
  const partial = values.fault !== '**';
  const powers = await measurePower({
    browsers: values.browser.split(','),
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
    writeFileSync(join(packageRoot, 'docs/faults.md'), powerPage(families, harmless, scenarios));
  return isGood ? 0 : 1;
}
