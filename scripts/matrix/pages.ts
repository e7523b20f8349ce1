import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package.ts';
import { readFindings } from '../findings/findings.ts';
import type { FindingsOf } from './facts.ts';
import { implementationPage } from './implementation-page.ts';
import { indexPage } from './index-page.ts';
import type { MatrixRecord } from './record.ts';

export const recordedFindings: FindingsOf = (id) => readFindings(join(packageRoot, 'servers', id)) ?? [];

/** All pages of the matrix, by path below docs. */
export function matrixPages(matrix: MatrixRecord, findingsOf: FindingsOf): ReadonlyMap<string, string> {
  return new Map([
    ['matrix.md', indexPage(matrix, findingsOf)],
    ...matrix.implementations.map((one): [string, string] => [
      `matrix/${one.id}.md`,
      implementationPage(one, matrix, findingsOf(one.id)),
    ]),
  ]);
}

/** Writes docs/matrix.md and docs/matrix/, and removes pages of implementations that are gone. */
export function writePages(matrix: MatrixRecord): void {
  const docs = join(packageRoot, 'docs');
  const pages = matrixPages(matrix, recordedFindings);
  mkdirSync(join(docs, 'matrix'), { recursive: true });
  for (const name of readdirSync(join(docs, 'matrix')))
    if (!pages.has(`matrix/${name}`)) rmSync(join(docs, 'matrix', name));
  for (const [path, text] of pages) writeFileSync(join(docs, path), text);
  console.log(`${pages.size} pages in docs/matrix.md and docs/matrix`);
}
