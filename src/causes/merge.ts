import type { Cause } from './cause.ts';

/** What identifies a cause under one target and policy: causes with the same key are one, with one fix. */
export function causeKey(cause: Cause): string {
  switch (cause.code) {
    case 'header-unexpected':
      return `${cause.code}:${cause.header}`;
    case 'list-invalid':
    case 'list-wildcard-with-credentials':
      return `${cause.code}:${cause.header}`;
    case 'request-blocked':
      return `${cause.code}:${cause.step}`;
    default:
      return cause.code;
  }
}

/** One cause from two with the same key: lists are united, of anything else the first is kept. */
export function mergeCauses<One extends Cause>(one: One, other: Cause): One {
  const entries = Object.entries(one).map(([name, value]: [string, unknown]): [string, unknown] => {
    const more: unknown = (other as unknown as Record<string, unknown>)[name];
    // The lines of a duplicated header are those of one response.
    if (Array.isArray(value) && Array.isArray(more) && name !== 'values')
      return [name, [...new Set<unknown>([...(value as unknown[]), ...(more as unknown[])])]];
    return [name, typeof value === 'boolean' ? value || more === true : value];
  });
  return Object.fromEntries(entries) as One;
}
