/** `npm run docs:reproductions`: plays what docs/reproductions.md shows, and writes it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package.ts';
import { reproductionsDocument } from './reproductions/document.ts';
import { refuseArguments, runScript } from './run-script.ts';

await runScript(async () => {
  refuseArguments();
  writeFileSync(join(packageRoot, 'docs/reproductions.md'), await reproductionsDocument());
  return 0;
});
