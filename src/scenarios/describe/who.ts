import { resolveOrigin } from '../origins.ts';
import { policies } from '../../../fixtures/policies.ts';
import { misspellings, type OriginSymbol, type SpecialCharacter } from '../scenario.ts';
import { inHosts } from '../special-characters.ts';

type Named = Exclude<OriginSymbol, `special-${SpecialCharacter}`>;

/** End `A page at …`. */
const places: Readonly<Record<Named, string>> = {
  allowed: 'the first origin that the policy allows',
  'allowed-second': 'the second origin that the policy allows',
  'allowed-with-port': 'an allowed origin that names a port',
  'allowed-deep': 'a subdomain of a subdomain, which a pattern of the policy stands for',
  target: 'the server’s own origin',
  foreign: 'an unrelated origin',
  'foreign-http': 'an unrelated origin on plain http',
  'other-port': 'the first allowed host, on another port',
  'other-scheme': 'the first allowed host, under the other scheme',
  subdomain: 'a subdomain of the first allowed host',
  'parent-domain': 'the parent domain of the first allowed host',
  'lookalike-suffix': 'a host that begins with the first allowed one and is below a foreign domain',
  'lookalike-prefix': 'a host that ends with the first allowed one',
  'suffix-without-dot': 'a host that goes on where the first allowed one ends, without a dot',
  'other-top-level': 'the first allowed host under another top-level domain',
  'parent-lookalike': 'a host that ends like the domain of the first allowed one',
  sibling: 'another subdomain of the first allowed host’s domain',
  'less-first-character': 'the first allowed host less its first character',
  'first-dot-replaced': 'the first allowed host with a letter for its first dot',
  'last-dot-replaced': 'the first allowed host with a letter for its last dot',
  'port-dropped': 'an allowed host without the port that was allowed',
  'run-together': 'the host that two allowed ones make when they are run together',
  'less-last-character': 'the first allowed origin without its last character',
  'less-last-label': 'the first allowed host without its last label',
  'trailing-dot': 'the first allowed host with a dot after it',
  homograph: 'the first allowed host with an accent on one letter',
  'with-www': 'the first allowed host with `www.` before it',
  'underscore-for-letter': 'the first allowed host with `_` for one letter',
  'longer-port': 'the first allowed host, on a port that begins with the allowed one',
  'lookalike-suffix-of-last': 'a host that begins with the last allowed one and is below a foreign domain',
  'lookalike-prefix-of-last': 'a host that ends with the last allowed one',
  'less-last-character-of-last': 'the last allowed origin without its last character',
  'other-scheme-of-last': 'the last allowed host, under the other scheme',
  'upper-case': 'the first allowed origin, written in capitals',
  'default-port': 'the first allowed origin, with its default port written out',
  'ip-as-number': 'the first allowed IP address, written as one number',
  'host-only': 'the first allowed host, without a scheme',
  'scheme-only': 'the scheme of the first allowed origin, without a host',
  empty: 'an empty value',
  'user-info': 'an unrelated host, after the first allowed origin as the user name',
  backslash: 'an unrelated host, a backslash and the first allowed host',
  'origin-list': 'a list of an unrelated origin and the first allowed one',
  opaque: 'an opaque origin, `null`',
};

/** Where a page is, for the end of `A page at …`: in general, and by an example where the words alone leave it open. */
export function placeInWords(symbol: OriginSymbol): string {
  const words = isNamed(symbol) ? places[symbol] : specialPlace(symbol);
  const example = exampleOf(symbol);
  return example === null ? words : `${words} (${example})`;
}

/** Whether a symbol stands for an origin much like an allowed one, where a page can be. */
export function isNeighbour(symbol: OriginSymbol | 'no-origin'): boolean {
  const isOther = /^(allowed|foreign)|^(target|opaque|no-origin)$/.test(symbol);
  return !isOther && !misspellings.some((name) => name === symbol);
}

function isNamed(symbol: OriginSymbol): symbol is Named {
  return symbol in places;
}

function specialPlace(symbol: `special-${SpecialCharacter}`): string {
  const { character } = inHosts[symbol.slice('special-'.length) as SpecialCharacter];
  const shown = character === '`' ? 'a backtick' : `\`${character}\``;
  return `a host that goes on after the first allowed one with ${shown} and a foreign domain`;
}

/** Under the policies that come with corspec. What is allowed, or the server's own, needs no example. */
function exampleOf(symbol: OriginSymbol): string | null {
  if (symbol === 'target' || symbol === 'opaque') return null;
  if (symbol.startsWith('allowed') && symbol !== 'allowed-deep') return null;
  const policy = symbol === 'allowed-deep' ? policies.subdomains : policies.allowlist;
  const found = resolveOrigin(symbol, policy, 'https://api.example.test');
  if ('none' in found) return null;
  if (symbol.startsWith('foreign')) return code(found.origin);
  const origins: readonly string[] = policy.origins;
  if (found.origin === '') return null;
  const beside = symbol.endsWith('-of-last') ? origins.at(-1) : origins[symbol === 'port-dropped' ? 1 : 0];
  return `${code(found.origin)} where the policy has ${code(beside ?? '')}`;
}

/** In Markdown, whatever characters it has. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
