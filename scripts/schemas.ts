/** Writes the JSON Schemas that are published in `schemas/` from the Zod schemas that corspec itself reads by. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../src/package.ts';
import { publishedSchemas } from './published-schemas.ts';
import { refuseArguments } from './run-script.ts';

refuseArguments();
mkdirSync(join(packageRoot, 'schemas'), { recursive: true });
for (const { file, text } of publishedSchemas()) writeFileSync(join(packageRoot, file), text);
