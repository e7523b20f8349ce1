import { type BundleName, readBundle } from '../bundles.ts';
import { blankPath, pagePrefix } from '../proxy/reserved-paths.ts';
import { type FrameSetWork, type PageWork, workElement } from './work.ts';

export interface PageAsset {
  readonly contentType: string;
  readonly body: string;
}

/** The path of the page on every origin, followed by `?page=TICKET`. */
export const pagePath = `${pagePrefix}page`;

/** The path of the page that holds others in frames, followed by `?page=TICKET`. */
export const frameSetPath = `${pagePrefix}frame-set`;

/** The placeholder for the work in the page's document. */
const workPlace = '<!--work-->';

/**
 * The files that every origin serves, by path: the page, a page that holds others, a blank page, the document of frames, its script for frames whose
 * document is a data: URL, the script of workers, and axios' build for browsers.
 */
export function pageAssets(): ReadonlyMap<string, PageAsset> {
  const frame = readBundle('frame.js');
  return new Map([
    // In one file, because each file costs a request on a connection of each origin.
    [pagePath, html(`${workPlace}${moduleScript(readBundle('page.js'))}`)],
    [frameSetPath, html(`${workPlace}${moduleScript(readBundle('frame-set.js'))}`)],
    [blankPath, html('')],
    [`${pagePrefix}frame`, html(moduleScript(frame))],
    script('frame.js', frame),
    script('worker.js', readBundle('worker.js')),
    script('axios.js', readBundle('axios.js')),
  ]);
}

/** The document of one page: the asset of {@link pagePath} or {@link frameSetPath} with its work in it. */
export function pageDocument({ body }: PageAsset, work: PageWork | FrameSetWork): string {
  const json = JSON.stringify(work).replaceAll('<', String.raw`\u003c`);
  return body.replace(
    workPlace,
    () => `<script type="application/json" id="${workElement}">${json}</script>`,
  );
}

function html(content: string): PageAsset {
  // The empty icon prevents requests for /favicon.ico on every origin.
  const head = '<!doctype html><meta charset="utf-8"><title>corspec</title><link rel="icon" href="data:,">';
  return { contentType: 'text/html; charset=utf-8', body: `${head}${content}\n` };
}

function moduleScript(source: string): string {
  // `</script` in a string must not end the script.
  return `<script type="module">${source.replaceAll('</script', String.raw`<\/script`)}</script>`;
}

function script(name: BundleName, body: string): [path: string, asset: PageAsset] {
  return [`${pagePrefix}${name}`, { contentType: 'text/javascript; charset=utf-8', body }];
}
