import type { Policy } from '../policy/policy.ts';
import type { Cause, CauseCode } from './cause.ts';
import type { Change, Settings } from './libraries/library.ts';

/** What is known besides the cause. */
export interface SettingsContext {
  readonly policy: Policy;
  /** The origin of the page whose request shows the cause. */
  readonly origin: string | null;
  /** Whether a snippet with the origins has the rest of the policy as well: what it configures then needs no other fix. */
  readonly isWhole?: boolean;
}

/**
 * The settings that a change configures; null where they are not known, or cannot be written down safely. They never
 * have `null` as an origin, and no credentials together with `*`.
 */
export function settingsFor(cause: Cause, change: Change, context: SettingsContext): Settings | null {
  const settings = unchecked(cause, change, context);
  return settings !== null && isPlain(settings) ? settings : null;
}

function unchecked(cause: Cause, change: Change, context: SettingsContext): Settings | null {
  const { policy, isWhole = false } = context;
  switch (change) {
    case 'methods':
      return only('methods', methodsFor(cause, policy));
    case 'request-headers':
      return only('requestHeaders', requestHeadersFor(cause, policy));
    case 'exposed-headers':
      return only('exposedHeaders', exposedHeadersFor(cause, policy));
    case 'max-age':
      return only('maxAge', policy.maxAge ?? ('expected' in cause ? Number(cause.expected) : undefined));
    case 'no-credentials':
      return { credentials: false };
    case 'everything':
      return withOrigins(cause, context, everythingBut(policy));
    case 'origins':
    case 'order':
    case 'error-responses':
      return withOrigins(cause, context, isWhole ? everythingBut(policy) : {});
    default:
      return {};
  }
}

function only<Field extends keyof Settings>(field: Field, value: Settings[Field]): Settings | null {
  return value === undefined ? null : { [field]: value };
}

/** Causes that only a request with credentials shows. */
const credentialed: readonly CauseCode[] = [
  'wildcard-with-credentials',
  'credentials-missing',
  'credentials-invalid',
  'any-origin-with-credentials',
];

function withOrigins(cause: Cause, { policy, origin }: SettingsContext, others: Settings): Settings | null {
  const wantsCredentials = policy.credentials ?? credentialed.includes(cause.code);
  const origins = policy.origins ?? pageOrigin(cause, origin);
  if (origins === undefined) return null;
  // With credentials, origins have to be listed, and the policy has no list.
  if (origins === '*') return wantsCredentials ? null : { ...others, origins };
  const named = origins.filter((entry) => entry !== 'null');
  if (named.length === 0) return null;
  return { origins: named, ...(wantsCredentials ? { credentials: true } : {}), ...others };
}

/** An origin that is to be allowed, though no policy says so: the page's, where its request is blocked. */
function pageOrigin(cause: Cause, origin: string | null): readonly string[] | undefined {
  return origin === null || grants.includes(cause.code) ? undefined : [origin];
}

/** Causes that show an origin which should not be allowed. */
const grants: readonly CauseCode[] = [
  'any-origin-allowed', 'origin-reflected', 'null-allowed', 'origin-matched-by-suffix', 'origin-matched-by-prefix',
  'origin-matched-by-content', 'origin-matched-by-part', 'origin-dot-unescaped', 'origin-scheme-ignored',
  'origin-port-ignored', 'subdomains-allowed', 'origin-matched-loosely', 'any-origin-with-credentials',
  'write-before-check',
]; // prettier-ignore

function everythingBut({ methods, requestHeaders, exposedHeaders, maxAge }: Policy): Settings {
  return {
    ...(methods === undefined ? {} : { methods: methods === '*' ? commonMethods : methods }),
    ...(requestHeaders === undefined ? {} : { requestHeaders }),
    ...(exposedHeaders === undefined || exposedHeaders.length === 0 ? {} : { exposedHeaders }),
    ...(maxAge === undefined ? {} : { maxAge }),
  };
}

/** Libraries have no wildcard for methods that works with credentials: they are listed. */
const commonMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

function methodsFor(cause: Cause, { methods }: Policy): readonly string[] | undefined {
  const wanted = cause.code === 'method-not-listed' ? cause.methods : [];
  if (methods === '*') return [...new Set([...commonMethods, ...wanted])];
  if (methods !== undefined) return methods;
  return wanted.length === 0 ? undefined : wanted;
}

function requestHeadersFor(cause: Cause, { requestHeaders }: Policy): Settings['requestHeaders'] {
  const wanted =
    cause.code === 'header-not-listed'
      ? cause.headers
      : cause.code === 'authorization-not-listed'
        ? ['Authorization']
        : [];
  // `*` does not include Authorization.
  if (requestHeaders === '*' && cause.code !== 'authorization-not-listed') return '*';
  const listed = requestHeaders === undefined || requestHeaders === '*' ? [] : requestHeaders;
  if (requestHeaders === undefined && wanted.length === 0) return undefined;
  return united(listed, wanted);
}

function exposedHeadersFor(
  cause: Cause,
  { exposedHeaders, credentials }: Policy,
): Settings['exposedHeaders'] {
  const wanted = cause.code === 'header-not-exposed' ? cause.headers : [];
  // With credentials, `*` is a name.
  if (exposedHeaders === '*') return credentials === true ? nonEmpty(wanted) : '*';
  return exposedHeaders === undefined ? nonEmpty(wanted) : united(exposedHeaders, wanted);
}

function nonEmpty(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** Names of headers in any case. */
function united(listed: readonly string[], wanted: readonly string[]): readonly string[] {
  const known = new Set(listed.map((name) => name.toLowerCase()));
  return [...listed, ...wanted.filter((name) => !known.has(name.toLowerCase()))];
}

/** Whether all values can stand in any of the languages, without a special meaning there. */
function isPlain({ origins, methods, requestHeaders, exposedHeaders }: Settings): boolean {
  const names = [methods, requestHeaders, exposedHeaders].flatMap((list) =>
    list === '*' ? [] : (list ?? []),
  );
  const entries = origins === '*' ? [] : (origins ?? []);
  return (
    names.every((name) => /^[\w-]+$/.test(name)) &&
    entries.every((entry) => /^[a-z][a-z0-9+.-]*:\/\/(\*\.)?[a-z0-9._:[\]-]+$/.test(entry))
  );
}
