import type { ProxyAddress } from '../../proxy/index.ts';
import type { BrowserId, StartOptions } from '../driver.ts';

/** A browser on another machine, or started by another program. */
export interface RemoteBrowser {
  readonly engine: BrowserId;
  /** A Playwright server, or a WebDriver remote end such as Selenium Grid. */
  readonly kind: 'playwright' | 'webdriver';
  readonly url: string;
}

/** The remote browsers of a run. */
export interface RemoteSetup {
  readonly browsers: readonly RemoteBrowser[];
  /** Where the proxy listens for them as well; port 0: a free one. */
  readonly proxyAddress?: Pick<ProxyAddress, 'host' | 'port'>;
}

/** The URL without what may be secret: user name, password and query. */
export function shownUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}

/** Whether a host is this machine. What listens there may forward to another one. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(\.\d+){3}$/.test(host);
}

/** The proxy as a remote browser reaches it; null where that is not known. */
export function proxyFor(
  { url }: Pick<RemoteBrowser, 'url'>,
  { proxyPort, remoteProxy }: Pick<StartOptions, 'proxyPort' | 'remoteProxy'>,
): ProxyAddress | null {
  if (remoteProxy !== undefined) return remoteProxy;
  const isHere = isLoopbackHost(new URL(url).hostname);
  return isHere ? { host: '127.0.0.1', port: proxyPort, password: null } : null;
}

/** As in a URL. */
export function authority({ host, port }: Pick<ProxyAddress, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Why something could not be reached, from the error of a socket. */
export function connectionProblem(thrown: unknown): string {
  const { code, message, cause, errors } = thrown as NodeJS.ErrnoException & { errors?: readonly unknown[] };
  if (cause !== undefined) return connectionProblem(cause);
  // One for each address of a name.
  if (errors?.[0] !== undefined) return connectionProblem(errors[0]);
  return texts[code ?? ''] ?? message;
}

const texts: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing is listening there',
  ECONNRESET: 'the connection was closed',
  UND_ERR_SOCKET: 'the connection was closed',
  ENOTFOUND: 'the host name does not resolve',
  EAI_AGAIN: 'the host name does not resolve',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to the network',
};
