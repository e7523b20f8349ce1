import type { Mismatch, MismatchKind } from './mismatches.ts';
import { quote } from './quote.ts';

/** How the browser deviated, in a sentence. Values from the wire stand in backticks, as they are. */
export function describeMismatch<Kind extends MismatchKind>(mismatch: Mismatch<Kind>): string {
  const text: (mismatch: Mismatch<Kind>) => string = texts[mismatch.kind];
  return text(mismatch);
}

const texts: { readonly [Kind in MismatchKind]: (mismatch: Mismatch<Kind>) => string } = {
  'unexpected-preflight': ({ url }) =>
    `The browser sent a preflight to ${quote(url)}, which the standard does not require.`,
  'missing-preflight': ({ url }) =>
    `The browser did not send a preflight to ${quote(url)}, which the standard requires.`,
  'unexpected-request': ({ method, url }) =>
    `The browser sent ${quote(method)} ${quote(url)}, which the standard does not require.`,
  'missing-request': ({ method, url }) =>
    `The browser did not send ${quote(method)} ${quote(url)}, which the standard requires.`,
  'different-method': ({ url, sent, expected }) =>
    `The browser sent ${quote(sent)} to ${quote(url)}; the standard requires ${quote(expected)}.`,
  'different-header': ({ header, sent, expected }) =>
    `The browser sent ${shown(sent)} as ${header}; the standard requires ${shown(expected)}.`,
};

function shown(value: string | null): string {
  return value === null ? 'nothing' : quote(value);
}
