/** Environment variables for proxies (names of curl, libsoup and Chromium), in lower case. */
export const proxyVariables: readonly string[] = [
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
 * The environment for a browser: without the user's proxies, because all its traffic goes through corspec's proxy.
 * @param environment the environment of corspec
 */
export function browserEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const kept = Object.entries(environment).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && !proxyVariables.includes(entry[0].toLowerCase()),
  );
  return Object.fromEntries(kept);
}

/** Variables that npm and npx set about the current project for the scripts that they run. */
const npmProject =
  /^(npm_(package|lifecycle|command|execpath)|npm_config_(global|location|workspaces?|include_workspace_root|local_prefix|package|call|dry_run|package_lock)$|init_cwd$)/;

/**
 * The environment for the install commands of an implementation. `npx corspec` and `npm run` set variables about the user's
 * project (its workspace, `--global`, its folder), which would make another npm work on that project. Settings such as the
 * registry and the cache stay.
 */
export function installEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !npmProject.test(name.toLowerCase())),
  );
}
