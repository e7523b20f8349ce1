import { isBadPort, parseUrl } from '../fetch-standard/index.ts';
import {
  type LastNeighbour,
  type Misspelling,
  type OriginSymbol,
  type SpecialCharacter,
  specialCharacters,
} from './origin-symbols.ts';
import { hostCharacters } from './special-characters.ts';

/** The symbols that stand for an origin much like an allowed one, where a page can be. */
export type Neighbour = Exclude<
  OriginSymbol,
  | 'target'
  | 'target-other-port'
  | 'allowed'
  | `allowed-${string}`
  | `custom-${string}`
  | 'foreign'
  | `foreign-${string}`
  | 'opaque'
  | `${LastNeighbour}-of-last`
  | Misspelling
>;

/** An entry of a policy's origins, taken apart. */
interface Entry {
  /** With its colon. */
  readonly scheme: string;
  /** Of a pattern, without its `*.` */
  readonly host: string;
  readonly port: string;
  readonly isPattern: boolean;
  /** A host that the entry allows. */
  readonly member: string;
  /** Every concrete origin that the policy allows. */
  readonly all: readonly URL[];
}

/**
 * The origin that careless matching takes for an allowed one; undefined where the entry has no such neighbour, or a page
 * cannot have that origin. Whether it is outside the policy is for the caller to check.
 * @param entry an origin, or a pattern of subdomains
 * @param all every concrete origin that the policy allows
 */
export function neighbourOf(symbol: Neighbour, entry: string, all: readonly string[]): string | undefined {
  return candidates(symbol, readEntry(entry, all)).find(canHavePage);
}

/** The first that a page can have is taken. */
function candidates(symbol: Neighbour, entry: Entry): readonly string[] {
  const { scheme, member, port } = entry;
  switch (symbol) {
    case 'other-port':
      return otherPorts(port).map((other) => serialize(scheme, member, other));
    case 'other-scheme':
      return [serialize(scheme === 'https:' ? 'http:' : 'https:', member, port)];
    case 'longer-port':
      return port === '' ? [] : digits.map((digit) => serialize(scheme, member, `${port}${digit}`));
    case 'port-dropped': {
      const withPort = entry.all.find((url) => url.port !== '');
      return withPort === undefined ? [] : [serialize(withPort.protocol, withPort.hostname, '')];
    }
    case 'less-last-character':
      return shortened(serialize(scheme, member, port)).filter((origin) => /[a-z0-9]$/.test(origin));
    default: {
      const host = hosts[symbol](entry);
      return host === undefined ? [] : [serialize(scheme, host, port)];
    }
  }
}

/** Browsers serialise origins in one way, and open no page at a port that belongs to another protocol. */
function canHavePage(origin: string): boolean {
  const url = parseUrl(origin);
  if (url === null) return false;
  return url.origin === origin && !isBadPort(url);
}

function readEntry(entry: string, all: readonly string[]): Entry {
  const isPattern = entry.includes('*');
  const { protocol, hostname, port } = new URL(entry.replace('*.', ''));
  return {
    scheme: protocol,
    host: hostname,
    port,
    isPattern,
    member: isPattern ? `app.${hostname}` : hostname,
    all: all.map((origin) => new URL(origin)),
  };
}

function serialize(scheme: string, host: string, port: string): string {
  return `${scheme}//${host}${port === '' ? '' : `:${port}`}`;
}

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** The next ones, for some are blocked. */
function otherPorts(port: string): readonly string[] {
  if (port === '') return ['8444'];
  return [...digits.map((_, index) => String(Number(port) + 1 + index)), '8444'];
}

/** Without its last character, without its last two, and so on. */
function shortened(origin: string): readonly string[] {
  const end = origin.indexOf('//') + 3;
  return Array.from({ length: Math.max(0, origin.length - end) }, (_, index) => origin.slice(0, -1 - index));
}

type HostOf = (entry: Entry) => string | undefined;
type OtherHost = Exclude<
  Neighbour,
  'other-port' | 'other-scheme' | 'longer-port' | 'port-dropped' | 'less-last-character'
>;

const hosts: Readonly<Record<OtherHost, HostOf>> = {
  subdomain: ({ host, isPattern }) => (isPattern ? undefined : `sub.${host}`),
  'parent-domain': (entry) => (entry.isPattern ? entry.host : parentOf(entry)),
  sibling: (entry) => before('evil.', parentOf(entry)),
  'parent-lookalike': (entry) => before('not', parentOf(entry)),
  'lookalike-prefix': ({ host }) => `evil${host}`,
  'lookalike-suffix': ({ member }) => `${member}.evil.test`,
  'suffix-without-dot': ({ member }) => `${member}evil.test`,
  'other-top-level': ({ member }) =>
    member.includes('.') ? `${member.slice(0, member.lastIndexOf('.'))}.evil` : undefined,
  'less-first-character': ({ host, isPattern }) => (isPattern ? undefined : host.slice(1)),
  'first-dot-replaced': ({ member }) => withX(member, member.indexOf('.')),
  'last-dot-replaced': ({ member }) =>
    member.indexOf('.') === member.lastIndexOf('.') ? undefined : withX(member, member.lastIndexOf('.')),
  'run-together': ({ host, all }) => {
    const other = all.map(({ hostname }) => hostname).find((name) => !name.endsWith(domainOf(host)));
    return other === undefined ? undefined : `${other.split('.')[0] ?? ''}${host}`;
  },
  'less-last-label': ({ member }) =>
    member.includes('.') ? member.slice(0, member.lastIndexOf('.')) : undefined,
  'trailing-dot': ({ member }) => `${member}.`,
  'with-www': ({ host, isPattern }) => (isPattern ? undefined : `www.${host}`),
  'underscore-for-letter': ({ member }) => member.replace(/[^.](?=\.|$)/, '_'),
  homograph: ({ member }) => withAccent(member),
  ...special(),
};

/** The domain above an origin; a pattern allows all that is below its own. */
function parentOf({ host, isPattern }: Entry): string | undefined {
  return isPattern || host.split('.').length < 3 ? undefined : host.slice(host.indexOf('.') + 1);
}

function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}

/** Two parts of a host, where there is a second one. */
function before(first: string, rest: string | undefined): string | undefined {
  return rest === undefined ? undefined : `${first}${rest}`;
}

function withX(host: string, dot: number): string | undefined {
  return dot === -1 ? undefined : `${host.slice(0, dot)}x${host.slice(dot + 1)}`;
}

const accents: Readonly<Record<string, string>> = {
  a: 'á', c: 'ć', e: 'é', i: 'í', n: 'ñ', o: 'ó', s: 'ś', u: 'ú', y: 'ý', z: 'ź',
}; // prettier-ignore

/** The same name with an accent on one letter of its domain, as it is on the wire: `xn--…`. */
function withAccent(host: string): string | undefined {
  const domain = domainOf(host);
  const accented = domain.replace(/[aceinosuyz]/, (letter) => accents[letter] ?? letter);
  const url = `https://${host.slice(0, -domain.length)}${accented}`;
  return accented === domain ? undefined : parseUrl(url)?.hostname;
}

function special(): Record<`special-${SpecialCharacter}`, HostOf> {
  const entries = specialCharacters.map((name): [string, HostOf] => [
    `special-${name}`,
    ({ member }) => `${member}${hostCharacters[name]}.evil.test`,
  ]);
  return Object.fromEntries(entries) as Record<`special-${SpecialCharacter}`, HostOf>;
}
