import type { Cause } from '../causes/cause.ts';
import { getHeader, parseUrl } from '../fetch-standard/index.ts';
import type { AskOptions } from '../targets/ask-as-allowed.ts';
import { probe } from '../targets/probe.ts';
import type { ReadyTarget } from '../targets/ready-target.ts';

/** The causes for which the server allows another spelling of an origin than the one that browsers send. */
export type OriginCause = Cause<
  | 'trailing-slash'
  | 'origin-in-other-scheme'
  | 'origin-with-www'
  | 'origin-in-other-case'
  | 'origin-with-other-port'
>;

/** Ports on which development servers listen, which lists of origins often have. */
const usualPorts = ['3000', '5173', '8080', '4200'] as const;

/**
 * Asks a target, with a GET for each, whether it allows an origin in another spelling: with a slash at the end, with the
 * other scheme, with or without `www.`, in upper case, with or without a port. Null when it allows none
 * of them, or the origin as browsers send it.
 */
export async function originSpelling(
  target: ReadyTarget,
  origin: string,
  { timeoutMs, signal, pace }: AskOptions,
): Promise<OriginCause | null> {
  const resource = target.routes.find('resource');
  if (resource === null) return null;
  const { pathname, search } = new URL(resource.url);
  const url = new URL(`${pathname}${search}`, target.upstream.url).href;
  const { addHeaders = [], insecure = false } = target.upstream;
  const isAllowed = async (asked: string): Promise<boolean | null> => {
    const headers = [...addHeaders, ['Origin', asked] as const];
    const answer = await probe(url, { timeoutMs, insecure, signal, pace, headers });
    return answer.reachable ? getHeader(answer.headers, 'access-control-allow-origin') === asked : null;
  };
  // A server that allows the origin in this spelling, too, refuses it elsewhere for another reason.
  if ((await isAllowed(origin)) !== false) return null;
  for (const { code, allowed } of spellingsOf(origin)) {
    if (signal.aborted) return null;
    const answer = await isAllowed(allowed);
    if (answer === null) return null;
    if (answer) return { code, origin, allowed };
  }
  return null;
}

interface Spelling {
  readonly code: OriginCause['code'];
  readonly allowed: string;
}

/** Other spellings of an origin, those that are mistaken for it most often first. */
export function spellingsOf(origin: string): readonly Spelling[] {
  const url = parseUrl(origin);
  if (url === null) return [];
  const { protocol, hostname, port } = url;
  const serialize = (scheme: string, host: string, its: string): string =>
    `${scheme}//${host}${its === '' ? '' : `:${its}`}`;
  const www = hostname.startsWith('www.') ? hostname.slice('www.'.length) : `www.${hostname}`;
  const isName = /[a-z]/.test(hostname) && hostname.includes('.');
  const ports = port === '' ? usualPorts : ['', ...usualPorts.filter((usual) => usual !== port)];
  return [
    { code: 'trailing-slash', allowed: `${origin}/` },
    {
      code: 'origin-in-other-scheme',
      allowed: serialize(protocol === 'https:' ? 'http:' : 'https:', hostname, port),
    },
    ...(isName ? [{ code: 'origin-with-www', allowed: serialize(protocol, www, port) } as const] : []),
    ...ports.map(
      (its) => ({ code: 'origin-with-other-port', allowed: serialize(protocol, hostname, its) }) as const,
    ),
    ...caseVariants(hostname).map(
      (host) => ({ code: 'origin-in-other-case', allowed: serialize(protocol, host, port) }) as const,
    ),
  ];
}

/** All in upper case; each label with a capital; one label with a capital: `app.Example.com`. */
function caseVariants(host: string): readonly string[] {
  const capital = (label: string): string => label.replace(/^[a-z]/, (letter) => letter.toUpperCase());
  const labels = host.split('.');
  const variants = [
    host.toUpperCase(),
    labels.map(capital).join('.'),
    ...labels.map((_, at) => labels.map((label, index) => (index === at ? capital(label) : label)).join('.')),
  ];
  return [...new Set(variants)].filter((variant) => variant !== host);
}
