import { getHeader, type HeaderList, type TraceEntry, parseUrl } from '../fetch-standard/index.ts';

/** What a console message speaks of. */
export interface Refusal {
  readonly entry: TraceEntry;
  readonly isPreflight: boolean;
  readonly url: string;
  /** The URL that the script asked for, where redirects have led to another one. */
  readonly redirectedFrom?: string;
  readonly origin: string;
  readonly method: string;
  /** Names of request headers that the preflight's response leaves out, in lower case. */
  readonly missingHeaders: readonly string[];
  readonly status: number;
  /** Of the response that was refused. */
  readonly headers: HeaderList;
}

/**
 * The red line in the console, as Chrome and Edge have it; null where it would be a guess. So that who looks for that
 * line knows to be in the right place.
 */
export function chromeWords(refusal: Refusal): string | null {
  const reason = chromeReason(refusal);
  if (reason === null) return null;
  const { url, redirectedFrom, origin, isPreflight, entry } = refusal;
  const from = redirectedFrom === undefined ? '' : ` (redirected from '${redirectedFrom}')`;
  const isAccessCheck = entry.step !== 'preflight-methods' && entry.step !== 'preflight-headers';
  const prefix =
    isPreflight && isAccessCheck ? "Response to preflight request doesn't pass access control check: " : '';
  return `Access to fetch at '${url}'${from} from origin '${origin}' has been blocked by CORS policy: ${prefix}${reason}`;
}

function chromeReason(refusal: Refusal): string | null {
  const { entry, headers, status, isPreflight } = refusal;
  // Chrome looks at this before the headers.
  if (isPreflight && status >= 300 && status <= 399)
    return 'Redirect is not allowed for a preflight request.';
  switch (entry.step) {
    case 'cors-check':
      return chromeOriginReason(headers);
    case 'credentials-check':
      return `The value of the 'Access-Control-Allow-Credentials' header in the response is '${getHeader(headers, 'access-control-allow-credentials') ?? ''}' which must be 'true' when the request's credentials mode is 'include'.`;
    case 'preflight-status':
      return 'It does not have HTTP ok status.';
    case 'preflight-methods':
    case 'preflight-headers':
      return chromeListReason(refusal);
    default:
      return null;
  }
}

function chromeListReason({ entry, method, missingHeaders }: Refusal): string | null {
  const name =
    entry.step === 'preflight-methods' ? 'Access-Control-Allow-Methods' : 'Access-Control-Allow-Headers';
  if (isInvalidList(entry)) return `Cannot parse ${name} response header field in preflight response.`;
  if (isAcceptedByBrowsers(entry)) return null;
  return entry.step === 'preflight-methods'
    ? `Method ${method} is not allowed by ${name} in preflight response.`
    : `Request header field ${missingHeaders[0] ?? ''} is not allowed by ${name} in preflight response.`;
}

function chromeOriginReason(headers: HeaderList): string {
  const name = "'Access-Control-Allow-Origin' header";
  const value = getHeader(headers, 'access-control-allow-origin');
  if (value === null) return `No ${name} is present on the requested resource.`;
  if (value === '*')
    return `The value of the ${name} in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`;
  return `The ${name} ${chromeMismatch(value)} Have the server send the header with a valid value.`;
}

function chromeMismatch(value: string): string {
  if (/[,\s]/.test(value)) return `contains multiple values '${value}', but only one is allowed.`;
  if (parseUrl(value) === null) return `contains the invalid value '${value}'.`;
  return `has a value '${value}' that is not equal to the supplied origin.`;
}

/** For browsers, other than for the standard, `*` includes Authorization: they block nothing. */
function isAcceptedByBrowsers({ code }: TraceEntry): boolean {
  return code === 'authorization-not-covered-by-wildcard';
}

function isInvalidList({ code }: TraceEntry): boolean {
  return code === 'allow-methods-invalid' || code === 'allow-headers-invalid';
}

/** What Firefox gives as its reason; null where it would be a guess. */
export function firefoxWords(refusal: Refusal): string | null {
  const reason = firefoxReason(refusal);
  return reason === null
    ? null
    : `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${refusal.url}. (Reason: ${reason}).`;
}

function firefoxReason({ entry, headers, missingHeaders }: Refusal): string | null {
  switch (entry.step) {
    case 'cors-check':
      return firefoxOriginReason(headers);
    case 'credentials-check':
      return "expected 'true' in CORS header 'Access-Control-Allow-Credentials'";
    case 'preflight-methods':
      return isInvalidList(entry)
        ? null
        : "Did not find method in CORS header 'Access-Control-Allow-Methods'";
    case 'preflight-headers':
      return isInvalidList(entry) || isAcceptedByBrowsers(entry)
        ? null
        : `header '${missingHeaders[0] ?? ''}' is not allowed according to header 'Access-Control-Allow-Headers' from CORS preflight response`;
    case 'preflight-status':
      return 'CORS preflight response did not succeed';
    default:
      return null;
  }
}

function firefoxOriginReason(headers: HeaderList): string {
  const values = headers.filter(([name]) => name.toLowerCase() === 'access-control-allow-origin');
  const [first] = values;
  if (first === undefined) return "CORS header 'Access-Control-Allow-Origin' missing";
  if (values.length > 1) return "Multiple CORS header 'Access-Control-Allow-Origin' not allowed";
  return first[1] === '*'
    ? "Credential is not supported if the CORS header 'Access-Control-Allow-Origin' is '*'"
    : `CORS header 'Access-Control-Allow-Origin' does not match '${first[1]}'`;
}
