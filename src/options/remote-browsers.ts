import {
  browserIds,
  isLoopbackHost,
  type RemoteBrowser,
  type RemoteSetup,
  shownUrl,
} from '../browsers/index.ts';
import { parseUrl } from '../fetch-standard/index.ts';
import type { BrowserChoice, BrowserFinder } from './browsers.ts';
import { unknown } from './resolve-scenarios.ts';
import { quoted, type Validated } from './validated.ts';

export interface RemoteOptions {
  /** ENGINE=URL of Playwright servers. */
  readonly connect?: readonly string[];
  /** ENGINE=URL of WebDriver remote ends. */
  readonly webdriver?: readonly string[];
  /** HOST or HOST:PORT. */
  readonly proxyAddress?: string;
}

interface Option {
  readonly name: '--connect' | '--webdriver';
  readonly kind: RemoteBrowser['kind'];
  readonly schemes: readonly string[];
  readonly example: string;
  readonly what: string;
}

const connectOption: Option = {
  name: '--connect',
  kind: 'playwright',
  schemes: ['ws:', 'wss:'],
  example: 'chromium=ws://127.0.0.1:3000/',
  what: 'a Playwright server',
};
const webdriverOption: Option = {
  name: '--webdriver',
  kind: 'webdriver',
  schemes: ['http:', 'https:'],
  example: 'firefox=http://grid.example.com:4444',
  what: 'a WebDriver server',
};

/** The browsers that can be on another machine. */
export const engines = browserIds;

/** `--connect`, `--webdriver` and `--proxy-address`. Undefined without any of them. */
export function resolveRemote(
  { connect = [], webdriver = [], proxyAddress }: RemoteOptions,
  choice: BrowserChoice,
): Validated<RemoteSetup | undefined> {
  const found = [
    ...connect.map((text) => remoteBrowser(connectOption, text)),
    ...webdriver.map((text) => remoteBrowser(webdriverOption, text)),
  ];
  const browsers = found.flatMap(({ value }) => (value === null ? [] : [value]));
  const address = proxyAddress === undefined ? null : addressOf(proxyAddress);
  const problems = [
    ...found.flatMap((one) => one.problems),
    ...repeated(browsers),
    ...notChosen(browsers, choice),
    ...(address?.problems ?? []),
    ...(proxyAddress === undefined ? unreachable(browsers) : unused(found.length)),
  ];
  if (browsers.length === 0) return { value: undefined, problems };
  return { value: { browsers, ...(address?.value && { proxyAddress: address.value }) }, problems };
}

/** Without `--browser`, the remote ones are meant. */
export function withRemote(choice: BrowserChoice, remote: RemoteSetup | undefined): BrowserChoice {
  if (remote === undefined || choice.kind !== 'default') return choice;
  return { kind: 'named', ids: remote.browsers.map(({ engine }) => engine) };
}

function remoteBrowser({ name, kind, example }: Option, text: string): Validated<RemoteBrowser | null> {
  const [, id, url] = /^([^=:/]*)=(.*)$/s.exec(text) ?? [];
  if (id === undefined || url === undefined)
    return {
      value: null,
      problems: [`${name} ${quoted(text)}: expected BROWSER=URL, such as ${example}.`],
    };
  const engine = engines.find((one) => one === id);
  if (engine === undefined) return { value: null, problems: unknown(name, 'browser', id, engines) };
  const problem = serverUrlProblem(kind, url);
  if (problem !== null) return { value: null, problems: [`${name} ${quoted(text)}: ${problem}`] };
  return { value: { engine, kind, url }, problems: [] };
}

/** The problem with the URL of a Playwright or WebDriver server, and what to write instead; null if there is none. */
export function serverUrlProblem(kind: RemoteBrowser['kind'], url: string): string | null {
  const [own, other] =
    kind === 'playwright' ? [connectOption, webdriverOption] : [webdriverOption, connectOption];
  const example = own.example.slice(own.example.indexOf('=') + 1);
  const parsed = parseUrl(url);
  if (parsed === null) return `not a valid URL. Use one such as ${example}.`;
  const { protocol } = parsed;
  if (own.schemes.includes(protocol)) return null;
  const expected = `expected a URL with ${own.schemes.map((scheme) => `${scheme}//`).join(' or ')}, such as ${example}.`;
  return other.schemes.includes(protocol) ? `${expected} For ${other.what}, use ${other.name}.` : expected;
}

function repeated(browsers: readonly RemoteBrowser[]): readonly string[] {
  const engines = browsers.map(({ engine }) => engine);
  const twice = new Set(engines.filter((engine, index) => engines.indexOf(engine) < index));
  return [...twice].map(
    (engine) =>
      `--connect and --webdriver: ${engine} has more than one address. Name one; for several machines, use --shard.`,
  );
}

function notChosen(browsers: readonly RemoteBrowser[], choice: BrowserChoice): readonly string[] {
  if (choice.kind !== 'named') return [];
  return browsers
    .filter(({ engine }) => !choice.ids.includes(engine))
    .map(
      ({ engine, kind }) =>
        `${nameOf(kind)} ${engine}=…: --browser does not name ${engine}. Add it there, or omit --browser.`,
    );
}

function nameOf(kind: RemoteBrowser['kind']): string {
  return kind === 'playwright' ? connectOption.name : webdriverOption.name;
}

/** A browser of a WebDriver server connects to the proxy by itself; a Playwright server may forward its connections. */
function unreachable(browsers: readonly RemoteBrowser[]): readonly string[] {
  return browsers
    .filter(({ kind, url }) => kind === 'webdriver' && !isLoopbackHost(new URL(url).hostname))
    .map(
      ({ engine, url }) =>
        `--webdriver ${engine}=…: the browser at ${new URL(url).host} must reach corspec's proxy. Add --proxy-address with an address of ` +
        'this machine, or --proxy-address 127.0.0.1:PORT with an SSH tunnel to it. See docs/remote-browsers.md.',
    );
}

function unused(remotes: number): readonly string[] {
  return remotes > 0
    ? []
    : ['--proxy-address: only remote browsers use it. Add --webdriver or --connect, or omit it.'];
}

type ProxyAddress = RemoteSetup['proxyAddress'];

function addressOf(text: string): Validated<ProxyAddress> {
  const problem = proxyAddressProblem(text);
  if (problem !== null)
    return { value: undefined, problems: [`--proxy-address ${quoted(text)}: ${problem}`] };
  return { value: parsedAddress(text), problems: [] };
}

/** The problem with an address for the proxy, and what to write instead; null if there is none. */
export function proxyAddressProblem(text: string): string | null {
  const address = parsedAddress(text);
  if (address === undefined || address.port > 65_535)
    return 'expected an address of this machine, HOST or HOST:PORT, such as 192.168.1.20:8899.';
  // A browser would have to know which one of all addresses it can connect to.
  if (address.host === '0.0.0.0' || /^[0:]+$/.test(address.host))
    return 'this stands for all addresses, and a browser needs one that it can connect to. Use an address of this machine.';
  return null;
}

function parsedAddress(text: string): ProxyAddress {
  const pattern = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+))(?::(\d{1,5}))?$/i;
  const [, bracketed, name, port = '0'] = pattern.exec(text) ?? [];
  const host = bracketed ?? name;
  return host === undefined ? undefined : { host, port: Number(port) };
}

/** Remote browsers need not be found on this machine. */
export function withRemoteFinders(
  finders: readonly BrowserFinder[],
  remote: RemoteSetup | undefined,
): readonly BrowserFinder[] {
  return finders.map((finder) => {
    const found = remote?.browsers.find(({ engine }) => engine === finder.id);
    if (found === undefined) return finder;
    const result = { found: true, name: finder.title, executable: '', via: shownUrl(found.url) } as const;
    return { ...finder, find: () => Promise.resolve(result) };
  });
}
