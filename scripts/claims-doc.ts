/** `npm run docs:claims`: regenerates docs/claims.md, what tutorials teach and which scenarios show whether it is true. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package.ts';
import { claimsPage } from './claims-document.ts';
import { refuseArguments } from './run-script.ts';

refuseArguments();
writeFileSync(join(packageRoot, 'docs/claims.md'), claimsPage());
