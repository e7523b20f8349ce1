import { isToken } from '../fetch-standard/index.ts';
import type { UrlTarget } from '../targets/target-request.ts';
import type { HeaderOption } from './header-option.ts';
import { members, quoted, type Validated } from './validated.ts';

/** Headers that the browser sets, of the message itself or of CORS: another value would change what is tested. */
const ownedByBrowser = new Set([
  'access-control-request-headers', 'access-control-request-method', 'connection', 'content-length', 'host', 'origin',
  'transfer-encoding', 'upgrade',
]); // prettier-ignore

/** A header that the proxy adds to requests on their way to the target. */
export const targetHeader: HeaderOption = {
  option: '--target-header',
  example: 'Authorization: Bearer …',
  refusal: (name, value) => {
    if (ownedByBrowser.has(name.toLowerCase()))
      return ': the browser sets this header; another value would change what is tested. Remove it.';
    return value === '' ? ` has no value. Expected '${name}: value'.` : null;
  },
};

/** The problem with the method and the path of a login, if there is one. */
export function loginProblem(method: string, path: string): string | null {
  const example = "'POST /login name=a&password=b'";
  if (path === '') return `expected a method, a path and a body, such as ${example}.`;
  if (!isToken(method) || method !== method.toUpperCase())
    return `${quoted(method)} is not a method in upper case. Expected ${example}.`;
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('#'))
    return `${quoted(path)} is not a path of the target. Expected ${example}.`;
  return null;
}

/** The methods that the URL of a target supports. @param name of the option, for the problems */
export function resolveMethods(
  list: readonly string[] | undefined,
  name: string,
): Validated<Pick<UrlTarget, 'endpointMethods'>> {
  if (list === undefined) return { value: {}, problems: [] };
  const methods = members(list).map((method) => method.toUpperCase());
  const wrong = methods.filter((method) => !isToken(method));
  const problems = [
    ...wrong.map((method) => `${name} ${quoted(method)}: not a valid method.`),
    ...(methods.length === 0 ? [`${name}: the list is empty. Expected GET,POST.`] : []),
  ];
  return { value: { endpointMethods: methods }, problems };
}
