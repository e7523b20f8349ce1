import { packageHomepage } from '../../src/package.ts';

/** The page about a cause in the documentation. */
export function causePage(code: string): string {
  return `${packageHomepage.replace(/#.*$/, '')}/blob/main/docs/causes/${encodeURIComponent(code)}.md`;
}
