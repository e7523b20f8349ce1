import type { FetchRequest } from '../fetch-standard/index.ts';

/** A request in words, without what differs from run to run, so that the same fault reads the same. */
export function describe({ method, url, origin, credentials }: FetchRequest): string {
  const target = new URL(url);
  const from = origin === target.origin ? 'its own origin' : origin === '' ? 'an empty Origin' : origin;
  return `${method} ${target.pathname}${queryOf(target)} from ${from}${credentials === 'include' ? ' with credentials' : ''}`;
}

/** Without the name of the check, also where a redirect carries it on. */
function queryOf({ searchParams }: URL): string {
  const fields = [...searchParams].filter(([name]) => name !== 'id');
  const shown = fields.map(([name, value]) => `${name}=${name === 'to' ? placeOf(value) : value}`);
  return shown.length === 0 ? '' : `?${shown.join('&')}`;
}

function placeOf(to: string): string {
  const { pathname } = new URL(to, 'https://corspec.invalid');
  return to.startsWith('/') ? pathname : `(another origin)${pathname}`;
}
