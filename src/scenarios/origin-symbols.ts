/**
 * A page's origin relative to a policy. `origins.ts` resolves it for a given policy, or says why it does
 * not exist.
 */
export type OriginSymbol =
  /** The first origin that the policy allows. */
  | 'allowed'
  /** Another allowed origin. */
  | 'allowed-second'
  /** An allowed origin with a port. */
  | 'allowed-with-port'
  /** An origin that only a pattern allows, two labels below the pattern's. */
  | 'allowed-deep'
  /** The first allowed origin that is not at http or https; with an IPv6 address; with a host in punycode. */
  | `allowed-${AppOrigin}`
  /** The target's own origin. */
  | 'target'
  /** The target's host on another port. */
  | 'target-other-port'
  /** An origin unrelated to the allowed ones. */
  | 'foreign'
  /** An unrelated origin over HTTP. */
  | 'foreign-http'
  /** Unrelated origins of apps and extensions, with an IPv6 address, and with a host in punycode. */
  | `foreign-${ForeignApp}`
  /** Another host with the custom scheme of an allowed origin, and the same host at http. */
  | 'custom-other-host'
  | 'custom-as-http'
  /** The first allowed origin with another port, scheme or host, which the policy does not allow. */
  | 'other-port'
  | 'other-scheme'
  | 'subdomain'
  | 'parent-domain'
  | 'lookalike-suffix'
  | 'lookalike-prefix'
  /** Origins that incorrect comparisons accept: derived from the first allowed origin (or two), and not allowed. */
  | 'suffix-without-dot'
  | 'other-top-level'
  | 'parent-lookalike'
  | 'sibling'
  | 'less-first-character'
  | 'first-dot-replaced'
  | 'last-dot-replaced'
  | 'port-dropped'
  | 'run-together'
  | 'less-last-character'
  | 'less-last-label'
  | 'trailing-dot'
  | 'homograph'
  | 'with-www'
  | 'longer-port'
  | 'underscore-for-letter'
  /** The allowed host, one of these characters, and an unrelated domain. */
  | `special-${SpecialCharacter}`
  /** The same derived from the last allowed origin, if the policy lists several. */
  | `${LastNeighbour}-of-last`
  | Misspelling
  | 'opaque';

/** Kinds of origins that careless comparison or parsing does not expect. */
export type AppOrigin = 'custom-scheme' | 'ipv6' | 'idn';

/** Unrelated ones. Only for the client `raw`. */
export const foreignApps = {
  capacitor: 'capacitor://localhost',
  tauri: 'tauri://localhost',
  extension: 'chrome-extension://ponmlkjihgfedcbaponmlkjihgfedcba',
  ipv6: 'http://[::1]:3000',
  idn: 'https://xn--bcher-kva.test',
} as const;
export type ForeignApp = keyof typeof foreignApps;

/** The variants of the last allowed origin that have symbols. */
export type LastNeighbour = 'lookalike-suffix' | 'lookalike-prefix' | 'less-last-character' | 'other-scheme';

/** Origin headers that browsers never send; only for the client `raw`. */
export const misspellings = [
  'upper-case', 'default-port', 'ip-as-number', 'host-only', 'scheme-only', 'empty', 'user-info', 'backslash',
  'origin-list',
] as const; // prettier-ignore
export type Misspelling = (typeof misspellings)[number];

/** Characters that some browsers allow in the host of a page; see `special-characters.ts`. */
export const specialCharacters = [
  'underscore', 'hyphen', 'double-quote', 'opening-brace', 'closing-brace', 'plus', 'exclamation-mark', 'tilde',
  'semicolon', 'ampersand', 'apostrophe', 'opening-parenthesis', 'closing-parenthesis', 'comma', 'dollar', 'equals',
  'backtick',
] as const; // prettier-ignore
export type SpecialCharacter = (typeof specialCharacters)[number];
