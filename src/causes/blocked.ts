import {
  normalizeMethod,
  describeReason,
  getHeader,
  isRedirectStatus,
  type HeaderList,
  type TraceEntry,
  type TraceReason,
} from '../fetch-standard/index.ts';
import type { Cause, CauseCode } from './cause.ts';

/** The response at which the standard stops a request. */
export interface StoppedAt {
  readonly isPreflight: boolean;
  /** Of the request that it answers; of a preflight, the method that it asks for. */
  readonly method: string;
  /** The request's Origin. */
  readonly origin: string;
  /** The names that a preflight asks for, in lower case. */
  readonly requested: readonly string[];
  readonly status: number;
  readonly headers: HeaderList;
}

/**
 * Why a request that should be allowed is blocked.
 * @param entry where the standard stops it
 * @param at the response that the entry is about; null when there is none
 */
export function causeOfBlock(entry: TraceEntry, at: StoppedAt | null): Cause {
  if (at !== null) {
    const status = at.isPreflight ? (refusedByList(entry, at) ?? preflightStatusCause(entry, at)) : null;
    if (status !== null) return status;
  }
  return (
    headerCause(entry, at) ?? {
      code: 'request-blocked',
      step: entry.step,
      because: describeReason(entry),
    }
  );
}

/** A library that allows the origin and refuses a method or a header by the status says so in its lists. */
function refusedByList(
  { step }: TraceEntry,
  { method, origin, requested, headers }: StoppedAt,
): Cause | null {
  const allowed = getHeader(headers, 'access-control-allow-origin');
  if (step !== 'preflight-status' || (allowed !== origin && allowed !== '*')) return null;
  if (isUnlisted(normalizeMethod(method), getHeader(headers, 'access-control-allow-methods')))
    return { code: 'method-not-listed', methods: [method] };
  const names = getHeader(headers, 'access-control-allow-headers')?.toLowerCase() ?? null;
  const missing = requested.filter((name) => isUnlisted(name, names));
  return missing.length === 0 ? null : { code: 'header-not-listed', headers: missing };
}

function isUnlisted(name: string, list: string | null): boolean {
  const listed = (list ?? '').split(',').map((one) => one.trim());
  return list !== null && !listed.includes(name) && !listed.includes('*');
}

/** A preflight whose status says more than its headers: without CORS headers the status is why. */
function preflightStatusCause({ step, code }: TraceEntry, { status, headers }: StoppedAt): Cause | null {
  if (step !== 'preflight-status' && code !== 'allow-origin-missing') return null;
  if (status === 401 || status === 407) return { code: 'preflight-needs-authentication', status };
  if (isRedirectStatus(status))
    return { code: 'preflight-redirected', status, location: getHeader(headers, 'location') };
  return status >= 200 && status < 300
    ? { code: 'preflight-without-headers', status }
    : { code: 'preflight-status', status };
}

function headerCause(entry: TraceEntry, at: StoppedAt | null): Cause | null {
  switch (entry.step) {
    case 'cors-check':
      return originCause(entry, at);
    case 'credentials-check':
      return credentialsCause(entry);
    case 'preflight-methods':
      return methodsCause(entry);
    case 'preflight-headers':
      return headersCause(entry);
    case 'expose-headers':
      return 'hidden' in entry ? { code: 'header-not-exposed', headers: entry.hidden } : null;
    case 'redirect-origin':
    case 'redirect-location':
    case 'redirect-mode':
      return { code: 'redirect-to-other-origin', location: locationOf(at) };
    case 'resource-policy-check':
      return entry.code === 'resource-policy-not-met'
        ? { code: 'resource-policy', value: entry.value }
        : null;
    default:
      return null;
  }
}

function locationOf(at: StoppedAt | null): string | null {
  return at === null ? null : getHeader(at.headers, 'location');
}

function originCause(entry: TraceReason, at: StoppedAt | null): Cause | null {
  switch (entry.code) {
    case 'allow-origin-missing':
      return at === null ? { code: 'origin-missing', origins: [entry.origin] } : missingHeaders(at);
    case 'allow-origin-wildcard-with-credentials':
      return { code: 'wildcard-with-credentials', origin: entry.origin };
    case 'allow-origin-repeated':
      return {
        code: 'header-duplicated',
        headers: ['Access-Control-Allow-Origin'],
        values: at === null ? [entry.value] : linesOf(at.headers, 'access-control-allow-origin'),
      };
    case 'allow-origin-differs':
      return differentOrigin(entry);
    default:
      return null;
  }
}

/** The actual response has no Access-Control-Allow-Origin. */
function missingHeaders({ status, method, headers }: StoppedAt): Cause {
  if (status >= 400) return { code: 'error-response-without-headers', statuses: [status] };
  if (status === 304) return { code: 'not-modified-without-headers' };
  if (isRedirectStatus(status))
    return { code: 'redirect-without-headers', status, location: getHeader(headers, 'location') };
  return { code: 'response-without-headers', methods: [method] };
}

function differentOrigin({ mistake, value, origin }: TraceReason<'allow-origin-differs'>): Cause {
  switch (mistake) {
    case 'list':
    case 'whitespace':
      return { code: 'origins-in-one-line', value };
    case 'trailing-slash':
      return { code: 'trailing-slash', origin, allowed: value };
    case 'other-case':
      return { code: 'origin-in-other-case', origin, allowed: value };
    case 'request-origin-is-null':
      return { code: 'redirect-to-other-origin', location: null };
    case 'other-origin':
    case 'other-scheme':
    case 'other-port':
      return { code: 'origin-fixed', origin, value };
    default:
      return { code: 'origin-invalid', origin, value };
  }
}

function credentialsCause(entry: TraceReason): Cause | null {
  switch (entry.code) {
    case 'allow-credentials-missing':
      return { code: 'credentials-missing' };
    case 'allow-credentials-differs':
      return { code: 'credentials-invalid', value: entry.value };
    case 'allow-credentials-repeated':
      return {
        code: 'header-duplicated',
        headers: ['Access-Control-Allow-Credentials'],
        values: [entry.value],
      };
    default:
      return null;
  }
}

function methodsCause(entry: TraceReason): Cause | null {
  const header = 'Access-Control-Allow-Methods';
  switch (entry.code) {
    case 'allow-methods-missing':
    case 'method-not-allowed':
      return { code: 'method-not-listed', methods: [entry.method] };
    case 'method-in-other-case':
      return { code: 'method-in-other-case', method: entry.method, listed: entry.listed };
    case 'method-wildcard-with-credentials':
      return { code: 'list-wildcard-with-credentials', header, missing: [entry.method] };
    case 'allow-methods-invalid':
      return { code: 'list-invalid', header, value: entry.value };
    default:
      return null;
  }
}

function headersCause(entry: TraceReason): Cause | null {
  const header = 'Access-Control-Allow-Headers';
  switch (entry.code) {
    case 'allow-headers-missing':
    case 'headers-not-allowed':
      return { code: 'header-not-listed', headers: entry.missing };
    case 'headers-wildcard-with-credentials':
      return { code: 'list-wildcard-with-credentials', header, missing: entry.missing };
    case 'authorization-not-covered-by-wildcard':
      return { code: 'authorization-not-listed' };
    case 'allow-headers-invalid':
      return { code: 'list-invalid', header, value: entry.value };
    default:
      return null;
  }
}

function linesOf(headers: HeaderList, name: string): readonly string[] {
  return headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value);
}

/** The causes for which the server answered, without any CORS header, a request whose origin is to be allowed. */
export const silentRefusals: readonly CauseCode[] = [
  'preflight-without-headers',
  'preflight-status',
  'response-without-headers',
  'error-response-without-headers',
  'not-modified-without-headers',
  'redirect-without-headers',
];
