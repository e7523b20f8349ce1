/** Variables by which programs find a proxy (curl's, libsoup's and Chromium's names), in lower case. */
const proxyVariables = [
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'ftp_proxy',
  'socks_proxy',
  'ws_proxy',
  'wss_proxy',
  'no_proxy',
  'auto_proxy',
];

/**
 * The environment for a browser: without the proxies of the user, as all its traffic goes through corspec's own.
 * @param environment the environment of corspec
 */
export function browserEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !proxyVariables.includes(entry[0].toLowerCase()),
  );
  return Object.fromEntries(kept);
}
