import { corsCheck } from './cors-check.ts';
import type { CorsCheckRequest } from './cors-check.ts';
import { extractSeconds, extractTokens } from './header-lists.ts';
import type { Extracted } from './header-lists.ts';
import { isSafelistedMethod } from './methods.ts';
import { isRedirectStatus } from './redirects.ts';
import { isNonWildcardRequestHeaderName } from './request-headers.ts';
import { unsafeRequestHeaderNames } from './safelist.ts';
import { enumerate, failed, passed, quote } from './trace.ts';
import type {
  CredentialsMode,
  CurrentRequest,
  Finding,
  HeaderList,
  NetworkCall,
  NetworkResponse,
} from './types.ts';

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
  const shared = corsCheck(question, response.headers, 'The response to the preflight');
  const first = [...shared, statusFinding(response.status)];
  if (first.some(({ ok }) => !ok)) return { findings: first, grant: null };

  const methods = extractTokens(response.headers, allowMethods.name);
  const headers = extractTokens(response.headers, allowHeaders.name);
  const findings = [...first, methodFinding(question, methods), headersFinding(question, headers)];
  if (findings.some(({ ok }) => !ok)) return { findings, grant: null };

  const age = extractSeconds(response.headers, maxAge.name);
  return {
    findings: [...findings, ageFinding(age)],
    grant: {
      methods: grantedMethods(question, methods),
      headers: headers.kind === 'value' ? headers.value : [],
      maxAgeSeconds: age.kind === 'value' ? age.value : null,
    },
  };
}

const allowMethods = { name: 'access-control-allow-methods', title: 'Access-Control-Allow-Methods' };
const allowHeaders = { name: 'access-control-allow-headers', title: 'Access-Control-Allow-Headers' };
const maxAge = { name: 'access-control-max-age', title: 'Access-Control-Max-Age' };

function statusFinding(status: number): Finding {
  const step = 'preflight-status';
  if (status >= 200 && status <= 299)
    return passed(step, `The preflight was answered with status ${status}.`);
  return failed(
    step,
    `The preflight was answered with status ${status}; it must be 200 to 299${whyStatus(status)}.`,
  );
}

function whyStatus(status: number): string {
  if (isRedirectStatus(status)) return ', and redirects of a preflight are not followed';
  if (status === 401) return ', and a preflight carries no credentials: it must be answered without them';
  return '';
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
  const step = 'preflight-methods';
  const { name, title } = allowMethods;
  if (methods.kind === 'failure') return malformed(step, allowMethods, methods.raw, 'methods');
  const granted = grantedMethods(question, methods);
  if (methods.kind === 'value' && granted.includes(method))
    return passed(step, `${title} lists ${enumerate(granted)}: ${quote(method)} is among them.`, name);
  if (isSafelistedMethod(method))
    return passed(step, `${quote(method)} is safelisted, and need not be listed.`);
  if (granted.includes(method))
    return passed(step, `There is no ${title}, and an upload listener needs none.`, name);
  if (wildcard(granted, credentials))
    return passed(step, `${title} is ${quote('*')}, which allows ${quote(method)}.`, name);
  if (methods.kind === 'absent')
    return failed(
      step,
      `There is no ${title}, and ${quote(method)} is not safelisted: it must be listed.`,
      name,
    );
  return failed(step, `${title} lists ${enumerate(granted)}; ${whyMethod(question, granted)}.`, name);
}

function whyMethod({ method, credentials }: PreflightQuestion, granted: readonly string[]): string {
  const other = granted.find((candidate) => candidate.toUpperCase() === method.toUpperCase());
  if (other !== undefined)
    return `methods are compared with case, and ${quote(other)} is not ${quote(method)}${hint(method)}`;
  if (granted.includes('*')) return `${literally(credentials)}, so ${quote(method)} must be listed itself`;
  return `${quote(method)} is neither listed nor safelisted`;
}

/** `patch` is the mistake that everybody makes once. */
function hint(method: string): string {
  return method === 'patch'
    ? ', and browsers put only DELETE, GET, HEAD, OPTIONS, POST and PUT in upper case'
    : '';
}

function headersFinding(question: PreflightQuestion, headers: Extracted<readonly string[]>): Finding {
  const step = 'preflight-headers';
  const { name, title } = allowHeaders;
  const { unsafeHeaders, credentials } = question;
  if (headers.kind === 'failure') return malformed(step, allowHeaders, headers.raw, 'header names');
  if (unsafeHeaders.length === 0) return passed(step, 'No request header needs to be allowed.');
  if (headers.kind === 'absent')
    return failed(step, `There is no ${title}; it must list ${enumerate(unsafeHeaders)}.`, name);
  const granted = headers.value;
  const listed = new Set(granted.map((header) => header.toLowerCase()));
  const any = wildcard(granted, credentials);
  const missing = unsafeHeaders.filter(
    (header) => !listed.has(header) && !(any && !isNonWildcardRequestHeaderName(header)),
  );
  if (missing.length === 0)
    return passed(
      step,
      `${title} lists ${enumerate(granted)}, which allows ${enumerate(unsafeHeaders)}.`,
      name,
    );
  const why = whyHeaders(granted, any, credentials);
  return failed(
    step,
    `${title} lists ${enumerate(granted)}; ${enumerate(missing)} ${missing.length === 1 ? 'is' : 'are'} not listed${why}.`,
    name,
  );
}

function whyHeaders(granted: readonly string[], any: boolean, credentials: CredentialsMode): string {
  if (any) return `: ${quote('*')} does not cover Authorization, which must be listed by name`;
  return granted.includes('*') ? `: ${literally(credentials)}` : '';
}

function ageFinding(age: Extracted<number>): Finding {
  const step = 'preflight-max-age';
  const { name, title } = maxAge;
  switch (age.kind) {
    case 'absent':
      return passed(step, `There is no ${title}: the preflight is remembered for the default time.`, name);
    case 'failure':
      return passed(
        step,
        `${title} is ${quote(age.raw)}, which is not one number of seconds: the default time holds.`,
        name,
      );
    case 'value':
      return passed(step, `${title} lets the preflight be remembered for ${age.value} s.`, name);
  }
}

function wildcard(granted: readonly string[], credentials: CredentialsMode): boolean {
  return credentials !== 'include' && granted.includes('*');
}

function literally(credentials: CredentialsMode): string {
  return `with credentials mode ${credentials}, ${quote('*')} stands for nothing but itself`;
}

function malformed(
  step: 'preflight-methods' | 'preflight-headers',
  header: { readonly name: string; readonly title: string },
  raw: string,
  what: string,
): Finding {
  const says = `${header.title} is ${quote(raw)}, which is not a comma-separated list of ${what}: the whole preflight fails.`;
  return failed(step, says, header.name);
}
