import type { Cause, CauseCode } from './cause.ts';
import type { Change } from './libraries/library.ts';

/** What has to be changed in the configuration of a CORS library, or around it. */
export function changeFor(cause: Cause): Change {
  switch (cause.code) {
    case 'header-unexpected':
    case 'list-invalid':
    case 'list-wildcard-with-credentials':
      return changeByHeader[cause.header.toLowerCase()] ?? 'none';
    default:
      return changes[cause.code];
  }
}

/** Names in lower case; `status` is the status of a preflight. */
const changeByHeader: Readonly<Record<string, Change>> = {
  'access-control-allow-origin': 'origins',
  'access-control-allow-credentials': 'origins',
  'access-control-allow-methods': 'methods',
  'access-control-allow-headers': 'request-headers',
  'access-control-expose-headers': 'exposed-headers',
  'access-control-max-age': 'max-age',
  'access-control-allow-private-network': 'private-network',
  'cross-origin-resource-policy': 'resource-policy',
  vary: 'vary',
  status: 'order',
};

type ByHeader = 'header-unexpected' | 'list-invalid' | 'list-wildcard-with-credentials';

const changes: Readonly<Record<Exclude<CauseCode, ByHeader>, Change>> = {
  'cors-missing': 'everything',
  'origin-missing': 'origins',
  'trailing-slash': 'origins',
  'origin-in-other-scheme': 'origins',
  'origin-with-www': 'origins',
  'origin-in-other-case': 'origins',
  'origin-with-other-port': 'origins',
  'origin-fixed': 'origins',
  'origin-invalid': 'origins',
  'origins-in-one-line': 'origins',
  'header-duplicated': 'once',
  'wildcard-with-credentials': 'origins',
  'credentials-missing': 'origins',
  'credentials-invalid': 'origins',
  'preflight-needs-authentication': 'order',
  'preflight-redirected': 'order',
  'preflight-status': 'order',
  'preflight-without-headers': 'order',
  'options-not-forwarded': 'none',
  'method-not-listed': 'methods',
  'method-in-other-case': 'methods',
  'header-not-listed': 'request-headers',
  'request-list-misread': 'none',
  'authorization-not-listed': 'request-headers',
  'max-age-missing': 'max-age',
  'max-age-differs': 'max-age',
  'error-response-without-headers': 'error-responses',
  'not-modified-without-headers': 'order',
  'redirect-without-headers': 'order',
  'redirect-to-other-origin': 'none',
  'response-without-headers': 'order',
  'header-not-exposed': 'exposed-headers',
  'header-exposed': 'exposed-headers',
  'resource-policy': 'resource-policy',
  'response-changed': 'none',
  'request-blocked': 'none',
  'any-origin-allowed': 'origins',
  'origin-reflected': 'origins',
  'null-allowed': 'origins',
  'origin-matched-by-suffix': 'origins',
  'origin-matched-by-prefix': 'origins',
  'origin-matched-by-content': 'origins',
  'origin-matched-by-part': 'origins',
  'origin-dot-unescaped': 'origins',
  'origin-scheme-ignored': 'origins',
  'origin-port-ignored': 'origins',
  'subdomains-allowed': 'origins',
  'origin-matched-loosely': 'origins',
  'credentials-allowed': 'no-credentials',
  'any-origin-with-credentials': 'origins',
  'method-allowed': 'methods',
  'header-allowed': 'request-headers',
  'write-before-check': 'none',
  'write-rejected': 'none',
  'answers-differ': 'none',
  'answer-of-other-request': 'none',
  'http-version': 'none',
  'origin-fails': 'none',
  'vary-missing': 'vary',
  'vary-request-missing': 'none',
  'private-network-allowed': 'private-network',
  'slow-request': 'none',
  'status-changed': 'none',
  'requests-unexpected': 'none',
};
