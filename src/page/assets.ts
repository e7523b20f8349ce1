import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { joinModules } from '../join-modules.ts';
import { packageRoot } from '../package.ts';
import { blankPath, pagePrefix } from '../proxy/reserved-paths.ts';
import { type PageWork, workElement } from './work.ts';

export interface PageAsset {
  readonly contentType: string;
  readonly body: string;
}

/** Where a page lives on every origin: `?page=TICKET` is added. */
export const pagePath = `${pagePrefix}page`;

/** Where in the page's document its work goes. */
const workPlace = '<!--work-->';

/** The page's modules in the order of their imports. */
const scripts = [
  'reading.js',
  'embeds.js',
  'clients.js',
  'frames.js',
  'checks.js',
  'reporter.js',
  'runner.js',
];

/**
 * What every origin serves, by path: the page, a blank one, the page's scripts as they are in `src/page/in-browser`, and
 * axios' build for browsers. Reads the files anew at each call; throws when one is missing.
 */
export function pageAssets(): ReadonlyMap<string, PageAsset> {
  return new Map([
    // In one piece: every origin is another connection, and each file would be one more.
    [
      pagePath,
      html(
        `${workPlace}<script type="module">${inline(joinModules(scripts.map(source)))}\nstart();</script>`,
      ),
    ],
    [blankPath, html('')],
    [
      `${pagePrefix}frame`,
      html(
        `<script type="module">import { serveFrame } from '${pagePrefix}frames.js'; serveFrame();</script>`,
      ),
    ],
    ...scripts.map((name) => script(name, source(name))),
    script('axios.js', readFileSync(axiosForBrowsers(), 'utf8')),
  ]);
}

/** The document of one page: the asset of {@link pagePath} with its work in it. */
export function pageDocument({ body }: PageAsset, work: PageWork): string {
  const json = JSON.stringify(work).replaceAll('<', String.raw`\u003c`);
  return body.replace(
    workPlace,
    () => `<script type="application/json" id="${workElement}">${json}</script>`,
  );
}

function html(content: string): PageAsset {
  // The empty icon keeps browsers from asking every origin for /favicon.ico.
  const head = '<!doctype html><meta charset="utf-8"><title>corspec</title><link rel="icon" href="data:,">';
  return { contentType: 'text/html; charset=utf-8', body: `${head}${content}\n` };
}

/** A string of a script that names the end of a script must not be it. */
function inline(script: string): string {
  return script.replaceAll('</script', String.raw`<\/script`);
}

function source(name: string): string {
  return readFileSync(join(packageRoot, 'src', 'page', 'in-browser', name), 'utf8');
}

function script(name: string, body: string): [path: string, asset: PageAsset] {
  return [`${pagePrefix}${name}`, { contentType: 'text/javascript; charset=utf-8', body }];
}

/** axios' `exports` do not name its module for browsers: it is found beside its package.json. */
function axiosForBrowsers(): string {
  const manifest = createRequire(import.meta.url).resolve('axios/package.json');
  return join(dirname(manifest), 'dist', 'esm', 'axios.min.js');
}
