import type { FetchRequest, TraceEntry } from '../fetch-standard/index.ts';
import type { PolicyDenial } from '../policy/denials.ts';

/** What to change so that the browser lets through what the policy allows. A sentence. */
export function adviceToAllow(
  entry: TraceEntry,
  request: FetchRequest,
  onErrorStatus: number | null,
): string {
  switch (entry.step) {
    case 'cors-check':
      return onErrorStatus === null ? originAdvice(request) : errorPageAdvice(onErrorStatus);
    case 'credentials-check':
      return 'Turn credentials on in the middleware, so that Access-Control-Allow-Credentials is `true` for allowed origins.';
    case 'preflight-status':
      return 'Answer OPTIONS with Access-Control-Request-Method with 200 or 204, before authentication, routing and redirects.';
    case 'preflight-methods':
      return `Add ${request.method.toUpperCase()} to the middleware's allowed methods${named(request)}.`;
    case 'preflight-headers':
      return `Add the header to the middleware's allowed headers${named(request)}.`;
    case 'expose-headers':
      return "Add the header to the middleware's exposed headers.";
    case 'redirect-origin':
    case 'redirect-location':
      return 'Answer at the final URL, without a redirect: across origins it turns Origin into `null`.';
    default:
      return 'See the exchanges for what the server sent.';
  }
}

function named({ credentials }: FetchRequest): string {
  return credentials === 'include' ? ' by name: with credentials `*` is no wildcard' : '';
}

function originAdvice({ origin, credentials }: FetchRequest): string {
  return credentials === 'include'
    ? `Add ${origin} to the middleware's allowed origins by name, or with a function that gives back the origin: with credentials \`*\` does not work.`
    : `Add ${origin} to the middleware's allowed origins, and have the middleware run for every route.`;
}

function errorPageAdvice(status: number): string {
  return `The page for status ${status} is made outside the middleware: let error handling run inside it, or add the headers there.`;
}

/** What to change so that what the policy leaves out stays out. A sentence. */
export function adviceToRefuse(limit: PolicyDenial): string {
  switch (limit.kind) {
    case 'origin':
      return 'Compare the whole Origin header with a list of origins (a pattern anchored at both ends, its dots escaped) instead of giving it back.';
    case 'credentials':
      return 'Turn credentials off in the middleware: leave Access-Control-Allow-Credentials out.';
    case 'any-with-credentials':
      return 'List the origins that may use credentials; never give back any origin together with Access-Control-Allow-Credentials.';
    case 'method':
      return `Leave ${limit.method} out of Access-Control-Allow-Methods: list the methods of the policy in the middleware.`;
    case 'header':
      return `Leave ${limit.names.join(', ')} out of Access-Control-Allow-Headers: list the headers of the policy instead of giving back what was asked for.`;
    case 'none':
      return 'See the exchanges for what the server sent.';
  }
}

/** What the policy says of a request, for the end of a sentence that begins with what was wanted. */
export function becausePolicy(limit: PolicyDenial): string {
  switch (limit.kind) {
    case 'origin':
      return `the policy does not allow ${limit.origin}`;
    case 'credentials':
      return 'the policy does not allow credentials';
    case 'any-with-credentials':
      return 'a policy of any origin cannot mean to share what is behind a cookie';
    case 'method':
      return `the policy does not allow ${limit.method}`;
    case 'header':
      return `the policy does not allow the request header ${limit.names.join(', ')}`;
    case 'none':
      return 'the policy allows it';
  }
}
