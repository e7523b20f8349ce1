import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtFiles, builtSite, readBuilt } from './built-site.ts';
import { unknownBase } from './facts.ts';

/**
 * Makes a site that was built for {@link unknownBase} work wherever it is served: links of pages are relative, and scripts get the path from
 * the page.
 */
export function makeRelative(): void {
  for (const path of builtFiles()) {
    if (path.endsWith('.html')) write(path, relativePage(readBuilt(path), path));
    if (path.endsWith('.js')) write(path, relativeScript(readBuilt(path)));
  }
}

function write(path: string, text: string): void {
  writeFileSync(join(builtSite, path), text);
}

/** @param path of the page in the site */
export function relativePage(html: string, path: string): string {
  const up = '../'.repeat(path.split('/').length - 1);
  const toRoot = up === '' ? './' : up;
  const setBase = `<script>window.siteBase=new URL('${toRoot}',location.href).pathname</script>`;
  return html.replace('<head>', `<head>${setBase}`).replaceAll(unknownBase, toRoot);
}

/** In a string that is JSON, and as a string of its own. */
export function relativeScript(script: string): string {
  return script
    .replace(/JSON\.parse\((["'`])((?:(?!\1)[^\\]|\\.)*)\1\)/g, (whole, quote: string, json: string) =>
      json.includes(unknownBase)
        ? `JSON.parse(${quote}${json}${quote}.replaceAll(${JSON.stringify(unknownBase)},window.siteBase))`
        : whole,
    )
    .replace(new RegExp(`(?<!\\()(["'\`])${unknownBase}\\1`, 'g'), 'window.siteBase');
}
