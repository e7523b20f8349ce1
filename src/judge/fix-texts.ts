import { textFrom, type Texts } from '../text/coded.ts';
import type { Fix } from './fixes.ts';

/** A fix in words: one or two sentences. */
export function fixText(fix: Fix): string {
  return textFrom(texts, fix);
}

const texts: Texts<Fix> = {
  'allow-origin': ({ origin, byName }) =>
    byName
      ? `Add ${origin} to the middleware's allowed origins by name, or with a function that returns the origin: with credentials \`*\` does not work.`
      : `Add ${origin} to the middleware's allowed origins, and run the middleware for every route.`,
  'allow-credentials': () =>
    'Enable credentials in the middleware, so that responses to allowed origins have Access-Control-Allow-Credentials: `true`.',
  'allow-method': ({ method, byName }) =>
    `Add ${method} to the middleware's allowed methods${nameNote(byName)}.`,
  'allow-header': ({ byName }) => `Add the header to the middleware's allowed headers${nameNote(byName)}.`,
  'expose-headers': ({ headers, byName }) =>
    `Add ${headers.length === 0 ? 'the header' : headers.join(', ')} to the middleware's exposed headers${nameNote(byName)}.`,
  'answer-preflights': () =>
    'Answer OPTIONS requests that have Access-Control-Request-Method with status 200 or 204, before authentication, routing and redirects.',
  'answer-preflights-only': () =>
    'Configure the middleware to answer only preflights (OPTIONS with Access-Control-Request-Method).',
  'cover-error-pages': ({ status }) =>
    `The page for status ${status} is created outside the middleware: run error handling inside it, or add the headers there.`,
  'no-redirect': () =>
    'Answer at the final URL, without a redirect: a redirect to another origin sets Origin to `null`.',
  'compare-origin': () =>
    'Compare the whole Origin header with a list of origins (a pattern anchored at both ends, with escaped dots) instead of reflecting it.',
  'deny-credentials': () =>
    'Disable credentials in the middleware, so that it does not send Access-Control-Allow-Credentials.',
  'list-credentialed-origins': () =>
    'List the origins that may use credentials; never reflect every origin together with Access-Control-Allow-Credentials.',
  'deny-method': ({ method }) =>
    `Remove ${method} from Access-Control-Allow-Methods: list the policy's methods in the middleware.`,
  'deny-headers': ({ headers }) =>
    `Remove ${headers.join(', ')} from Access-Control-Allow-Headers: list the policy's headers instead of reflecting the requested ones.`,
  'hide-headers': () =>
    "Remove it from Access-Control-Expose-Headers: list the policy's headers in the middleware.",
  'set-max-age': ({ maxAge }) => `Configure the middleware to send Access-Control-Max-Age: ${maxAge}.`,
  'add-vary': () =>
    'Add Vary: Origin to every response of this URL: to blocked requests, errors, preflights, and requests without Origin.',
  'set-header-once': ({ header }) =>
    `Set ${header} in one place only: in the middleware, or in the proxy in front of it.`,
  'correct-header': ({ header }) => byHeader[header] ?? seeExchanges,
  'keep-body': () => 'The middleware must not change the body.',
  'bound-cost': () =>
    'Limit the length of Origin and Access-Control-Request-Headers that the server examines, and match them without backtracking.',
  'check-before-write': () => 'No request, OPTIONS in particular, may change anything before its CORS check.',
  'let-write-arrive': () =>
    'A layer in front of the application rejects the request. That protects against request forgery, but is not part of CORS.',
  'see-exchanges': () => seeExchanges,
};

const seeExchanges = 'See the exchanges for what the server sent.';

function nameNote(byName: boolean): string {
  return byName ? ' by name: with credentials `*` is not a wildcard' : '';
}

/** By header, in lower case, or `status`. */
const byHeader: Readonly<Record<string, string>> = {
  status:
    'Answer OPTIONS requests that have Access-Control-Request-Method with status 200 or 204, whatever value that header has.',
  vary: "Add the missing names to the handler's own Vary header, and remove none from it.",
  'access-control-allow-origin':
    "Send the request's origin, if it is allowed, or `*`, in one line; send no such header to other origins.",
  'access-control-allow-credentials':
    'Send `true` to allowed origins if the policy allows credentials; otherwise do not send the header.',
  'access-control-allow-methods': "List the policy's methods in the middleware.",
  'access-control-allow-headers': "List the policy's request headers in the middleware.",
  'access-control-expose-headers': "List the policy's exposed headers in the middleware.",
  'access-control-max-age': "Set the middleware's max age to the policy's value.",
  'access-control-allow-private-network':
    'Disable access from public sites to private networks, unless it is intended: https://wicg.github.io/local-network-access/.',
};
