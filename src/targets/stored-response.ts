import type { RawHeader } from '../results/exchange.ts';

/**
 * Whether caches use a response again: it says so, or has what they need to ask again; it forbids it; or it says nothing.
 * https://www.rfc-editor.org/rfc/rfc9111#section-3
 */
export function responseAge(headers: readonly RawHeader[]): 'stored' | 'never-stored' | 'unstated' {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const directives = headers
    .filter(([name]) => name.toLowerCase() === 'cache-control')
    .flatMap(([, value]) => value.split(','))
    .map((directive) => directive.trim().toLowerCase());
  if (directives.includes('no-store')) return 'never-stored';
  const isFresh = directives.some((directive) => /^(public$|(max-age|s-maxage)="?0*[1-9])/.test(directive));
  const isKept = ['etag', 'last-modified'].some((name) => names.has(name));
  return isFresh || isKept ? 'stored' : 'unstated';
}
