/** `npm run docs:scenarios`: regenerates docs/scenarios/ and docs/fixes/, one page per scenario and per topic. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../src/package.ts';
import { refuseArguments } from './run-script.ts';
import { documentFolders, scenarioDocuments } from './scenarios/documents.ts';

refuseArguments();
const documents = scenarioDocuments();
for (const folder of documentFolders) rmSync(join(packageRoot, folder), { recursive: true, force: true });
for (const [path, text] of documents) {
  const file = join(packageRoot, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
console.log(`${documents.size} pages in ${documentFolders.join(' and ')}`);
