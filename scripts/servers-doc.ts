/** `npm run docs:servers`: writes the routes into docs/servers.md anew. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packageRoot } from '../src/package.ts';
import { refuseArguments } from './run-script.ts';
import { withRoutes } from './servers-document.ts';

refuseArguments();
const file = join(packageRoot, 'docs', 'servers.md');
const style = (await resolveConfig(file)) ?? {};
writeFileSync(file, await format(withRoutes(readFileSync(file, 'utf8')), { ...style, parser: 'markdown' }));
