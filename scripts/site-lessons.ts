/**
 * `npm run site:lessons [-- --check]`: records the runs of the website's lessons in Chromium, and writes them to site/recorded. `--check`:
 * records them and compares; exits with 1 where site/recorded has something else. The version of the browser may differ.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/package.ts';
import { runScript } from './run-script.ts';
import { recordJsonp } from './site/record-jsonp.ts';
import { type RecordedLesson, recordLessons } from './site/record.ts';

const folder = join(packageRoot, 'site/recorded');

await runScript(async (signal) => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  const recorded = await recordLessons(signal, recordJsonp);
  if (!values.check) {
    mkdirSync(folder, { recursive: true });
    for (const lesson of recorded) writeFileSync(fileOf(lesson), `${JSON.stringify(lesson, null, 1)}\n`);
    console.log(`${recorded.length} lessons in site/recorded`);
    return 0;
  }
  const stale = recorded.filter((lesson) => runsOf(lesson) !== runsOf(read(lesson)));
  for (const { lesson } of stale)
    console.error(`site/recorded/${lesson}.json is not what a run gives: npm run site:lessons`);
  return stale.length === 0 ? 0 : 1;
});

function fileOf({ lesson }: RecordedLesson): string {
  return join(folder, `${lesson}.json`);
}

function read(lesson: RecordedLesson): RecordedLesson {
  return JSON.parse(readFileSync(fileOf(lesson), 'utf8')) as RecordedLesson;
}

function runsOf({ runs }: RecordedLesson): string {
  return JSON.stringify(runs);
}
