import { type BundleName, readBundle } from '../bundles.ts';
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

/**
 * What every origin serves, by path: the page, a blank one, the document of frames, its script for frames whose document
 * is a data: URL, and axios' build for browsers.
 */
export function pageAssets(): ReadonlyMap<string, PageAsset> {
  const frame = readBundle('frame.js');
  return new Map([
    // In one piece: every origin is another connection, and each file would be one more.
    [pagePath, html(`${workPlace}${moduleScript(readBundle('page.js'))}`)],
    [blankPath, html('')],
    [`${pagePrefix}frame`, html(moduleScript(frame))],
    script('frame.js', frame),
    script('axios.js', readBundle('axios.js')),
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

function moduleScript(source: string): string {
  // A string of a script that names the end of a script must not be it.
  return `<script type="module">${source.replaceAll('</script', String.raw`<\/script`)}</script>`;
}

function script(name: BundleName, body: string): [path: string, asset: PageAsset] {
  return [`${pagePrefix}${name}`, { contentType: 'text/javascript; charset=utf-8', body }];
}
