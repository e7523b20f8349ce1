import { resolveOrigin } from '../origins.ts';
import { policies } from '../../../fixtures/policies.ts';
import { misspellings, type OriginSymbol, type SpecialCharacter } from '../origin-symbols.ts';
import { hostCharacters } from '../special-characters.ts';

type Named = Exclude<OriginSymbol, `special-${SpecialCharacter}`>;

/** Complete `A page at …` and `with Origin set to …`. */
const originNames: Readonly<Record<Named, string>> = {
  allowed: 'the first allowed origin',
  'allowed-second': 'the second allowed origin',
  'allowed-with-port': 'an allowed origin with a port',
  'allowed-deep': 'a subdomain of a subdomain that matches the policy’s pattern',
  'allowed-custom-scheme': 'an allowed origin with a scheme of its own (such as `capacitor://localhost`)',
  'allowed-ipv6': 'an allowed origin with an IPv6 address (such as `http://[::1]:3000`)',
  'allowed-idn': 'an allowed origin with an internationalized host (such as `https://xn--bcher-kva.example`)',
  target: 'the server’s own origin',
  'target-other-port': 'the server’s own host on another port',
  foreign: 'an unrelated origin',
  'foreign-http': 'an unrelated origin over HTTP',
  'foreign-capacitor': 'the origin of a Capacitor app',
  'foreign-tauri': 'the origin of a Tauri app',
  'foreign-extension': 'the origin of a browser extension',
  'foreign-ipv6': 'an unrelated origin with an IPv6 address',
  'foreign-idn': 'an unrelated origin with an internationalized host',
  'custom-other-host': 'another host with the scheme of an allowed app',
  'custom-as-http': 'the host of an allowed app at http',
  'other-port': 'the first allowed host on another port',
  'other-scheme': 'the first allowed host with the other scheme',
  subdomain: 'a subdomain of the first allowed host',
  'parent-domain': 'the parent domain of the first allowed host',
  'lookalike-suffix': 'a host that begins with the first allowed one, under another domain',
  'lookalike-prefix': 'a host that ends with the first allowed one',
  'suffix-without-dot': 'a host that continues the first allowed one without a dot',
  'other-top-level': 'the first allowed host with another top-level domain',
  'parent-lookalike': 'a host that ends like the domain of the first allowed one',
  sibling: 'a sibling subdomain of the first allowed host',
  'less-first-character': 'the first allowed host without its first character',
  'first-dot-replaced': 'the first allowed host with its first dot replaced by a letter',
  'last-dot-replaced': 'the first allowed host with its last dot replaced by a letter',
  'port-dropped': 'an allowed host without its port',
  'run-together': 'a host that concatenates two allowed ones',
  'less-last-character': 'the first allowed origin without its last character',
  'less-last-label': 'the first allowed host without its last label',
  'trailing-dot': 'the first allowed host with a trailing dot',
  homograph: 'the first allowed host with an accented letter',
  'with-www': 'the first allowed host with a `www.` prefix',
  'underscore-for-letter': 'the first allowed host with one letter replaced by `_`',
  'longer-port': 'the first allowed host on a port that begins with the allowed one',
  'lookalike-suffix-of-last': 'a host that begins with the last allowed one, under another domain',
  'lookalike-prefix-of-last': 'a host that ends with the last allowed one',
  'less-last-character-of-last': 'the last allowed origin without its last character',
  'other-scheme-of-last': 'the last allowed host with the other scheme',
  'upper-case': 'the first allowed origin in capitals',
  'default-port': 'the first allowed origin with an explicit default port',
  'ip-as-number': 'the first allowed IP address as one number',
  'host-only': 'the first allowed host without a scheme',
  'scheme-only': 'the scheme of the first allowed origin without a host',
  empty: 'an empty value',
  'user-info': 'an unrelated host with the first allowed origin as the user name',
  backslash: 'an unrelated host, a backslash and the first allowed host',
  'origin-list': 'a list of an unrelated origin and the first allowed one',
  opaque: 'an opaque origin, `null`',
};

/** An origin in words, with an example unless the words are sufficient. */
export function describeOrigin(symbol: OriginSymbol): string {
  const words = isNamed(symbol) ? originNames[symbol] : specialOrigin(symbol);
  const example = exampleOf(symbol);
  return example === null ? words : `${words} (${example})`;
}

/** Whether a symbol is an origin similar to an allowed one that a page can have. */
export function isNeighbour(symbol: OriginSymbol | 'no-origin'): boolean {
  const isOther = /^(allowed|foreign|custom|target)|^(opaque|no-origin)$/.test(symbol);
  return !isOther && !misspellings.some((name) => name === symbol);
}

function isNamed(symbol: OriginSymbol): symbol is Named {
  return symbol in originNames;
}

function specialOrigin(symbol: `special-${SpecialCharacter}`): string {
  const character = hostCharacters[symbol.slice('special-'.length) as SpecialCharacter];
  const shown = character === '`' ? 'a backtick' : `\`${character}\``;
  return `a host that continues the first allowed one with ${shown} and another domain`;
}

/** With the built-in policies. Allowed origins and the server's own need no example. */
function exampleOf(symbol: OriginSymbol): string | null {
  if (symbol.startsWith('target') || symbol === 'opaque') return null;
  if (/^allowed(?!-deep)|^custom/.test(symbol)) return null;
  const policy = symbol === 'allowed-deep' ? policies.subdomains : policies.allowlist;
  const found = resolveOrigin(symbol, policy, 'https://api.example.test');
  if (!found.ok) return null;
  if (symbol.startsWith('foreign')) return code(found.value);
  const origins: readonly string[] = policy.origins;
  if (found.value === '') return null;
  const beside = symbol.endsWith('-of-last') ? origins.at(-1) : origins[symbol === 'port-dropped' ? 1 : 0];
  return `${code(found.value)} if the policy allows ${code(beside ?? '')}`;
}

/** As Markdown code, even if the text contains backticks. */
export function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}
