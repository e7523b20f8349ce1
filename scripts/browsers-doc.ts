/**
 * Writes docs/browsers.md. Plays the calibration in every engine on this machine; with files that
 * `corspec browsers --json` wrote as arguments, takes those instead.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { drivers } from '../src/browsers/index.ts';
import { packageRoot } from '../src/package.ts';
import { calibrate } from '../src/calibration/index.ts';
import { browsersDocument, type CalibrationSummary } from './browsers-document.ts';

const files = process.argv.slice(2);
const calibrations = files.length === 0 ? await playAll() : files.flatMap(read);
const file = join(packageRoot, 'docs', 'browsers.md');
const style = (await resolveConfig(file)) ?? {};
const text = await format(browsersDocument(calibrations), { ...style, parser: 'markdown' });
writeFileSync(file, text);

async function playAll(): Promise<readonly CalibrationSummary[]> {
  const done: CalibrationSummary[] = [];
  for (const { id, title, find } of drivers) {
    if (!(await find()).found)
      throw new Error(`${title} was not found, but the document covers all browsers.`);
    console.error(title);
    done.push(await calibrate({ browser: id, signal: new AbortController().signal }));
  }
  return done;
}

function read(file: string): readonly CalibrationSummary[] {
  return JSON.parse(readFileSync(file, 'utf8')) as readonly CalibrationSummary[];
}
