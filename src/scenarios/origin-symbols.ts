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
  /** The target's own origin. */
  | 'target'
  /** An origin unrelated to the allowed ones. */
  | 'foreign'
  /** An unrelated origin over HTTP. */
  | 'foreign-http'
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
