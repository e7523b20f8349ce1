import { getHeader, type HeaderList } from '../fetch-standard/index.ts';
import type { RawHeader } from '../results/exchange.ts';
import type { Advice } from '../results/explanation.ts';
import { genericFix } from '../causes/fix-texts.ts';
import { causeOf } from './causes.ts';
import { canBeFixed, type Remedy } from './remedies.ts';
import type { Subject } from './subject.ts';

/** Who asks for what. */
type AdviceContext = Pick<Subject, 'request' | 'origin' | 'exchanges'>;

/** What to change on the server, a piece of advice for each response that is wrong. */
export function advise(asker: AdviceContext, found: readonly Remedy[]): readonly Advice[] {
  const groups = new Map<Remedy['call'], readonly Remedy[]>();
  for (const remedy of found) {
    const key = [...groups.keys()].find(
      ({ kind, url }) => kind === remedy.call.kind && url === remedy.call.url,
    );
    groups.set(key ?? remedy.call, [...(key === undefined ? [] : (groups.get(key) ?? [])), remedy]);
  }
  return [
    ...[...groups.values()].flatMap((group) => forResponse(asker, group)),
    ...laterAdvice(asker, found),
  ];
}

/**
 * Browsers send the request only after its preflight passes. Its response is not recorded then, and what it needs is said
 * at once: otherwise the next error would show it.
 */
function laterAdvice({ request, exchanges }: AdviceContext, found: readonly Remedy[]): readonly Advice[] {
  const last = found.at(-1);
  const sentLast = exchanges.at(-1)?.request.headers ?? [];
  const isHeldBack = getHeader(sentLast, 'access-control-request-method') !== null;
  if (last === undefined || !isHeldBack || last.call.kind !== 'preflight') return [];
  const origin = getHeader(last.call.headers, 'origin') ?? 'null';
  const isRedirect = last.status >= 300 && last.status <= 399;
  if (origin === 'null' || isRedirect || !canBeFixed(last)) return [];
  const send: readonly RawHeader[] = [
    ['Access-Control-Allow-Origin', origin],
    ...(request.credentials === 'include'
      ? [['Access-Control-Allow-Credentials', 'true'] satisfies RawHeader]
      : []),
  ];
  const method = request.method.toUpperCase();
  return [
    {
      says: `The ${method} was not sent yet. Its response needs:`,
      send,
      on: 'response',
      unsent: true,
    },
  ];
}

function forResponse(asker: AdviceContext, group: readonly Remedy[]): readonly Advice[] {
  const [first] = group;
  if (first === undefined) return [];
  const on = first.call.kind === 'preflight' ? 'preflight' : 'response';
  const send = group.flatMap((remedy): readonly RawHeader[] => (remedy.send === null ? [] : [remedy.send]));
  const whole = wholeAdvice(asker, group, first);
  if (whole !== null) return [{ says: whole, send, on }];
  const named = group.filter(({ entry }) => entry.step !== 'preflight-status');
  // A middleware that refuses something says so with the status as well, and would not without that.
  const causes = hasCors(first.headers) && named.length > 0 ? named : group;
  return causes.map((remedy, index) => ({
    says: words(asker, remedy, index === 0),
    send: remedy.send === null ? [] : [remedy.send],
    on,
  }));
}

/** Where the faults of a response have one cause. */
function wholeAdvice({ origin }: AdviceContext, group: readonly Remedy[], first: Remedy): string | null {
  const { entry, call, status, headers } = first;
  if (getHeader(call.headers, 'origin') === 'null' && origin !== 'null')
    return 'Request the final URL in the script, or respond without a redirect: a redirect between two cross-origin servers changes Origin to `null`, which no server should allow.';
  if (entry.step !== 'cors-check' || getHeader(headers, entry.header ?? '') !== null) return null;
  if (call.kind === 'actual' && status >= 500)
    return `Check the server's log first: status ${status} means that the application failed, and its error page does not pass through the CORS middleware. Fix the error, and have the middleware cover error responses, so that scripts can read them.`;
  if (hasCors(headers)) return null;
  if (call.kind === 'preflight') {
    const failed = group.some((remedy) => remedy.entry.step === 'preflight-status');
    return failed ? unansweredPreflight(status, headers) : null;
  }
  if (status >= 400)
    return `Status ${status} is the server's own response, which does not pass through the CORS middleware, so the script cannot even read the status. Have the middleware cover error handling, authentication and routing.`;
  return null;
}

function hasCors(headers: HeaderList): boolean {
  return headers.some(([name]) => name.toLowerCase().startsWith('access-control-'));
}

function unansweredPreflight(status: number, headers: HeaderList): string {
  if (status >= 300 && status <= 399)
    return `Request \`${getHeader(headers, 'location') ?? 'the final URL'}\` in the script, or answer OPTIONS without a redirect: redirects of a preflight are not followed.`;
  const who =
    status === 401 || status === 403
      ? 'Authentication rejects the preflight, which never has cookies or Authorization.'
      : 'No CORS middleware responds to the preflight.';
  return `${who} Have the middleware run before authentication and routing, and respond to OPTIONS requests that have Access-Control-Request-Method with status 200 or 204 and:`;
}

function words(asker: AdviceContext, remedy: Remedy, isFirst: boolean): string {
  const { entry } = remedy;
  switch (entry.step) {
    case 'cors-check':
      return originWords(asker, remedy);
    case 'preflight-headers':
      return `Add ${remedy.missingHeaders.map((name) => `\`${name}\``).join(', ')} to the headers that the server's CORS configuration allows${byName(asker)}.`;
    case 'preflight-methods':
      return `Add \`${methodOf(remedy)}\` to the methods that the server's CORS configuration allows${byName(asker)}.`;
    case 'credentials-check':
      return `Enable credentials in the server's CORS configuration.${isFirst ? withoutCredentials : ''}`;
    default:
      return genericFix(causeOf(asker, remedy), {});
  }
}

const withoutCredentials = ' Or send the request without credentials, if it needs no cookies.';

function withCredentials({ request }: AdviceContext): boolean {
  return request.credentials === 'include';
}

function methodOf({ call }: Remedy): string {
  return getHeader(call.headers, 'access-control-request-method') ?? call.method;
}

function byName(asker: AdviceContext): string {
  return withCredentials(asker) ? ', by name: with credentials, `*` is not a wildcard' : '';
}

/** Allowing `null` would allow every site: pages can give themselves that origin. */
const openFromServer =
  'Do not allow `null`: every site can have that origin. Open the page from a server, so that it has an origin of its own.';

function originWords(asker: AdviceContext, { call, headers, status }: Remedy): string {
  const origin = getHeader(call.headers, 'origin') ?? '';
  if (origin === 'null') return openFromServer;
  const values = headers.filter(([name]) => name.toLowerCase() === 'access-control-allow-origin');
  const exactly = `exactly \`${origin}\``;
  if (values.length > 1)
    return 'Access-Control-Allow-Origin is set in two places, such as the application and a reverse proxy. Set it in only one.';
  const [, value] = values[0] ?? [];
  if (value === '*' && withCredentials(asker))
    return `Add ${exactly} to the server's list of allowed origins, in place of \`*\`.${withoutCredentials}`;
  if (value !== undefined)
    return `Add ${exactly} to the server's list of allowed origins, in place of \`${value}\` or in addition to it; each response has only one origin.`;
  if (call.kind === 'preflight' && hasCors(headers))
    return `The CORS middleware responds with status ${status}, without Access-Control-Allow-Origin: the origin is not in its list. Add ${exactly}, with scheme and port and without a trailing slash; \`localhost\` is not \`127.0.0.1\`.`;
  return `Add ${exactly} to the server's list of allowed origins (no trailing slash; \`localhost\` is not \`127.0.0.1\`), and have its CORS middleware run for this URL.`;
}
