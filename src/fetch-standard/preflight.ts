import { corsCheck } from './cors-check.ts';
import type { CorsCheckRequest } from './cors-check.ts';
import { found, type Finding } from './decisions.ts';
import { extractSeconds, extractTokens } from './header-lists.ts';
import type { Extracted } from './header-lists.ts';
import { isSafelistedMethod } from './methods.ts';
import { isNonWildcardRequestHeaderName } from './request-headers.ts';
import { unsafeRequestHeaderNames } from './safelist.ts';
import type { CredentialsMode, CurrentRequest, HeaderList, NetworkCall, NetworkResponse } from './types.ts';

/** The preflight of a request whose origin is serialised as `origin`. `#cors-preflight-fetch-0` */
export function preflightCall(request: CurrentRequest, origin: string): NetworkCall {
  const names = unsafeRequestHeaderNames(request.headers);
  const asked: HeaderList = names.length > 0 ? [['Access-Control-Request-Headers', names.join(',')]] : [];
  return {
    kind: 'preflight',
    method: 'OPTIONS',
    url: withoutFragment(request.url),
    headers: [
      ['Accept', '*/*'],
      ['Access-Control-Request-Method', request.method],
      ...asked,
      ['Origin', origin],
    ],
    sendCredentials: false,
    hasBody: false,
  };
}

/** A URL as it goes on the wire. https://url.spec.whatwg.org/#url-serializing */
export function withoutFragment(url: URL): string {
  return url.href.replace(/#.*/, '');
}

/** What a preflight is asked for. */
export interface PreflightQuestion extends CorsCheckRequest {
  readonly method: string;
  /** In lower case. */
  readonly unsafeHeaders: readonly string[];
  readonly useCorsPreflight: boolean;
}

/** What a preflight's response allows, for the preflight cache. */
export interface PreflightGrant {
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  /** Null when Access-Control-Max-Age is absent or does not parse. */
  readonly maxAgeSeconds: number | null;
}

export interface PreflightResult {
  readonly findings: readonly Finding[];
  /** Null when the request must not be sent. */
  readonly grant: PreflightGrant | null;
}

/** Whether a preflight's response lets the actual request be sent. `#cors-preflight-fetch-0` */
export function checkPreflight(question: PreflightQuestion, response: NetworkResponse): PreflightResult {
  const shared = corsCheck(question, response.headers, 'preflight');
  const first = [...shared, statusFinding(response.status)];
  if (first.some(({ ok }) => !ok)) return { findings: first, grant: null };

  const methods = extractTokens(response.headers, 'access-control-allow-methods');
  const headers = extractTokens(response.headers, 'access-control-allow-headers');
  const findings = [...first, methodFinding(question, methods), headersFinding(question, headers)];
  if (findings.some(({ ok }) => !ok)) return { findings, grant: null };

  const age = extractSeconds(response.headers, 'access-control-max-age');
  return {
    findings: [...findings, ageFinding(age)],
    grant: {
      methods: grantedMethods(question, methods),
      headers: headers.kind === 'value' ? headers.value : [],
      maxAgeSeconds: age.kind === 'value' ? age.value : null,
    },
  };
}

function statusFinding(status: number): Finding {
  const isOk = status >= 200 && status <= 299;
  return found({ code: isOk ? 'preflight-status-ok' : 'preflight-status-not-ok', status });
}

/** An upload listener alone needs no method to be named. */
function grantedMethods(
  question: PreflightQuestion,
  methods: Extracted<readonly string[]>,
): readonly string[] {
  if (methods.kind === 'value') return methods.value;
  return question.useCorsPreflight ? [question.method] : [];
}

function methodFinding(question: PreflightQuestion, methods: Extracted<readonly string[]>): Finding {
  const { method, credentials } = question;
  if (methods.kind === 'failure') return found({ code: 'allow-methods-invalid', value: methods.raw });
  const allowed = grantedMethods(question, methods);
  if (methods.kind === 'value' && allowed.includes(method))
    return found({ code: 'method-listed', method, allowed });
  if (isSafelistedMethod(method)) return found({ code: 'method-safelisted', method });
  if (allowed.includes(method)) return found({ code: 'upload-needs-no-method' });
  if (wildcard(allowed, credentials)) return found({ code: 'method-covered-by-wildcard', method });
  if (methods.kind === 'absent') return found({ code: 'allow-methods-missing', method });
  return refusedMethod(method, allowed);
}

function refusedMethod(method: string, allowed: readonly string[]): Finding {
  const listed = allowed.find((candidate) => candidate.toUpperCase() === method.toUpperCase());
  if (listed !== undefined) return found({ code: 'method-in-other-case', method, allowed, listed });
  const code = allowed.includes('*') ? 'method-wildcard-with-credentials' : 'method-not-allowed';
  return found({ code, method, allowed });
}

function headersFinding(question: PreflightQuestion, headers: Extracted<readonly string[]>): Finding {
  const { unsafeHeaders, credentials } = question;
  if (headers.kind === 'failure') return found({ code: 'allow-headers-invalid', value: headers.raw });
  if (unsafeHeaders.length === 0) return found({ code: 'no-headers-to-allow' });
  if (headers.kind === 'absent') return found({ code: 'allow-headers-missing', missing: unsafeHeaders });
  const allowed = headers.value;
  const listed = new Set(allowed.map((header) => header.toLowerCase()));
  const any = wildcard(allowed, credentials);
  const missing = unsafeHeaders.filter(
    (header) => !listed.has(header) && !(any && !isNonWildcardRequestHeaderName(header)),
  );
  if (missing.length === 0) return found({ code: 'headers-allowed', headers: unsafeHeaders, allowed });
  if (any) return found({ code: 'authorization-not-covered-by-wildcard', missing, allowed });
  const code = allowed.includes('*') ? 'headers-wildcard-with-credentials' : 'headers-not-allowed';
  return found({ code, missing, allowed });
}

function ageFinding(age: Extracted<number>): Finding {
  switch (age.kind) {
    case 'absent':
      return found({ code: 'max-age-missing' });
    case 'failure':
      return found({ code: 'max-age-invalid', value: age.raw });
    case 'value':
      return found({ code: 'max-age', seconds: age.value });
  }
}

function wildcard(granted: readonly string[], credentials: CredentialsMode): boolean {
  return credentials !== 'include' && granted.includes('*');
}
