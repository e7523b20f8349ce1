/**
 * `npm run site`: builds the website in dist/site, from docs/, results/ and site/. Its packages are its own: site/package.json.
 * Fails where a link leads nowhere, a page loads something of another site, or the whole is too large.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readMatrix } from './matrix/record.ts';
import { refuseArguments, runScript } from './run-script.ts';
import {
  allBytes,
  brokenLinks,
  builtFiles,
  builtSite,
  mostBytes,
  removeUnusedScripts,
  sizeOf,
} from './site/built-site.ts';
import { docsPages } from './site/docs-pages.ts';
import { siteFacts, unknownBase } from './site/facts.ts';
import { matrixPages } from './site/matrix-pages.ts';
import { makeRelative } from './site/relative.ts';
import { scenarioPages } from './site/scenario-pages.ts';
import { siteFolder, writeSource } from './site/source.ts';

await runScript(() => {
  refuseArguments();
  const facts = siteFacts();
  const matrix = readMatrix();
  if (matrix === null) throw new Error('results/matrix.json.gz is missing: npm run matrix');
  const vitepress = join(siteFolder, 'node_modules/vitepress/bin/vitepress.js');
  if (!existsSync(vitepress)) install();
  writeSource(
    new Map([
      ['facts.json', JSON.stringify(facts)],
      ...docsPages(facts.repository),
      ...scenarioPages(facts.repository),
      ...matrixPages(matrix, facts.repository),
    ]),
  );
  rmSync(builtSite, { recursive: true, force: true });
  execFileSync(process.execPath, [vitepress, 'build', siteFolder], { stdio: 'inherit' });
  removeUnusedScripts();
  const problems = brokenLinks(facts.base);
  if (facts.base === unknownBase) makeRelative();
  return Promise.resolve(report(problems));
});

/** As the lock file has them. */
function install(): void {
  const npm = process.env['npm_execpath'];
  const [program, args] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  execFileSync(program, [...args, 'ci', '--no-audit', '--no-fund'], {
    cwd: siteFolder,
    stdio: 'inherit',
  });
}

function report(problems: readonly string[]): number {
  const files = builtFiles();
  const bytes = sizeOf(files);
  const tooLarge = bytes > mostBytes;
  const megabytes = (count: number) => (count / 1e6).toFixed(2);
  const pages = files.filter((path) => path.endsWith('.html')).length;
  console.log(
    `dist/site: ${pages} pages, ${megabytes(bytes)} MB without recorded runs, ${megabytes(allBytes(files))} MB with them`,
  );
  if (tooLarge) console.error(`The site is larger than ${megabytes(mostBytes)} MB.`);
  if (problems.length > 0)
    console.error(`${problems.length} broken links:\n${problems.slice(0, 50).join('\n')}`);
  return problems.length > 0 || tooLarge ? 1 : 0;
}
