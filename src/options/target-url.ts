import { badPortList, isBadPort, parseUrl } from '../fetch-standard/index.ts';

/** The problem with the URL of a target and what to write instead, if there is a problem. */
export function urlProblem(target: string): string | undefined {
  if (!target.includes('://')) {
    const scheme = /^(localhost|127\.|\[|[\w-]+:)/i.test(target) ? 'http' : 'https';
    return `the URL has no scheme. Did you mean ${scheme}://${target}?`;
  }
  if (parseUrl(target) === null) return 'not a valid URL. Use one such as http://localhost:3000/api.';
  const url = new URL(target);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `the scheme ${url.protocol}// is not supported. Use http or https.`;
  if (url.username !== '' || url.password !== '')
    return "browsers do not fetch URLs with a user name or password. Remove it, and use --target-header 'Authorization: Basic …'.";
  if (url.hash !== '') return 'fragments are not sent to servers. Remove it.';
  return undefined;
}

/** `corspec run` cannot test a server at such a port. `corspec explain` accepts it and explains why. */
export function blockedPortProblem(url: string): string | undefined {
  if (!isBadPort(new URL(url))) return undefined;
  const { port } = new URL(url);
  return `browsers block requests to port ${port}, which is reserved for another protocol (${badPortList}). Start the server on another port, such as 3000 or 8080.`;
}
