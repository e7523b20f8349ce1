/** `npm run docs:causes`: regenerates docs/causes/, one page per cause. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package.ts';
import { causeDocuments, causesFolder } from './causes/documents.ts';
import { refuseArguments } from './run-script.ts';

refuseArguments();
const documents = causeDocuments();
rmSync(join(packageRoot, causesFolder), { recursive: true, force: true });
mkdirSync(join(packageRoot, causesFolder), { recursive: true });
for (const [path, text] of documents) writeFileSync(join(packageRoot, path), text);
console.log(`${documents.size} pages in ${causesFolder}`);
