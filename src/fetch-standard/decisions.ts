import type { ReasonCode, TraceReason } from './reasons.ts';
import type { StepName } from './types.ts';

interface Decision {
  readonly step: StepName;
  /** Whether the request goes on. */
  readonly ok: boolean;
  /** The header that decided, in lower case. */
  readonly header?: string;
}

/** Of which step each reason is, and whether it stops the request. */
const decisions = {
  'url-not-absolute': { step: 'request-url', ok: false },
  'url-with-userinfo': { step: 'request-url', ok: false },
  'method-invalid': { step: 'request-method', ok: false },
  'method-forbidden': { step: 'request-method', ok: false },
  'method-not-allowed-in-no-cors': { step: 'request-method', ok: false },
  'body-not-allowed': { step: 'request-body', ok: false },
  'stream-not-allowed-in-no-cors': { step: 'request-body', ok: false },
  'stream-not-possible-in-http1': { step: 'request-body', ok: false },
  'header-invalid': { step: 'request-headers', ok: false },
  'forbidden-headers-dropped': { step: 'request-headers', ok: true },
  'no-cors-headers-dropped': { step: 'request-headers', ok: true },
  'port-blocked': { step: 'bad-port', ok: false },
  'url-insecure': { step: 'mixed-content', ok: false },
  'same-origin': { step: 'same-origin-check', ok: true },
  'cross-origin': { step: 'same-origin-check', ok: true },
  'cross-origin-not-allowed': { step: 'same-origin-mode', ok: false },
  'redirect-mode-not-allowed-in-no-cors': { step: 'no-cors-mode', ok: false },
  'scheme-not-http': { step: 'scheme-check', ok: false },
  'data-url-invalid': { step: 'scheme-check', ok: false },
  'data-url': { step: 'scheme-check', ok: true },
  'preflight-not-needed': { step: 'needs-preflight', ok: true },
  'preflight-needed': { step: 'needs-preflight', ok: true },
  'preflight-cached': { step: 'preflight-cache', ok: true },
  'preflight-not-cached': { step: 'preflight-cache', ok: true },
  'preflight-assumed-cached': { step: 'preflight-cache', ok: true },
  'response-received': { step: 'network', ok: true },
  'request-failed': { step: 'network', ok: false },
  'allow-origin-missing': { step: 'cors-check', ok: false, header: 'access-control-allow-origin' },
  'allow-origin-wildcard': { step: 'cors-check', ok: true, header: 'access-control-allow-origin' },
  'allow-origin-matches': { step: 'cors-check', ok: true, header: 'access-control-allow-origin' },
  'allow-origin-repeated': { step: 'cors-check', ok: false, header: 'access-control-allow-origin' },
  'allow-origin-wildcard-with-credentials': { step: 'cors-check', ok: false, header: 'access-control-allow-origin' },
  'allow-origin-differs': { step: 'cors-check', ok: false, header: 'access-control-allow-origin' },
  'allow-credentials-missing': { step: 'credentials-check', ok: false, header: 'access-control-allow-credentials' },
  'allow-credentials-true': { step: 'credentials-check', ok: true, header: 'access-control-allow-credentials' },
  'allow-credentials-repeated': { step: 'credentials-check', ok: false, header: 'access-control-allow-credentials' },
  'allow-credentials-differs': { step: 'credentials-check', ok: false, header: 'access-control-allow-credentials' },
  'preflight-status-ok': { step: 'preflight-status', ok: true },
  'preflight-status-not-ok': { step: 'preflight-status', ok: false },
  'method-listed': { step: 'preflight-methods', ok: true, header: 'access-control-allow-methods' },
  'method-safelisted': { step: 'preflight-methods', ok: true },
  'upload-needs-no-method': { step: 'preflight-methods', ok: true, header: 'access-control-allow-methods' },
  'method-covered-by-wildcard': { step: 'preflight-methods', ok: true, header: 'access-control-allow-methods' },
  'allow-methods-missing': { step: 'preflight-methods', ok: false, header: 'access-control-allow-methods' },
  'allow-methods-invalid': { step: 'preflight-methods', ok: false, header: 'access-control-allow-methods' },
  'method-not-allowed': { step: 'preflight-methods', ok: false, header: 'access-control-allow-methods' },
  'method-in-other-case': { step: 'preflight-methods', ok: false, header: 'access-control-allow-methods' },
  'method-wildcard-with-credentials': { step: 'preflight-methods', ok: false, header: 'access-control-allow-methods' },
  'no-headers-to-allow': { step: 'preflight-headers', ok: true },
  'headers-allowed': { step: 'preflight-headers', ok: true, header: 'access-control-allow-headers' },
  'allow-headers-missing': { step: 'preflight-headers', ok: false, header: 'access-control-allow-headers' },
  'allow-headers-invalid': { step: 'preflight-headers', ok: false, header: 'access-control-allow-headers' },
  'headers-not-allowed': { step: 'preflight-headers', ok: false, header: 'access-control-allow-headers' },
  'headers-wildcard-with-credentials': { step: 'preflight-headers', ok: false, header: 'access-control-allow-headers' },
  'authorization-not-covered-by-wildcard': { step: 'preflight-headers', ok: false, header: 'access-control-allow-headers' },
  'max-age': { step: 'preflight-max-age', ok: true, header: 'access-control-max-age' },
  'max-age-missing': { step: 'preflight-max-age', ok: true, header: 'access-control-max-age' },
  'max-age-invalid': { step: 'preflight-max-age', ok: true, header: 'access-control-max-age' },
  'resource-policy-met': { step: 'resource-policy-check', ok: true, header: 'cross-origin-resource-policy' },
  'resource-policy-not-met': { step: 'resource-policy-check', ok: false, header: 'cross-origin-resource-policy' },
  'resource-policy-missing': { step: 'resource-policy-check', ok: false, header: 'cross-origin-resource-policy' },
  'redirect-not-followed': { step: 'redirect-mode', ok: true },
  'redirect-not-allowed': { step: 'redirect-mode', ok: false },
  'redirect-followed': { step: 'redirect-location', ok: true, header: 'location' },
  'location-missing': { step: 'redirect-location', ok: true, header: 'location' },
  'location-invalid': { step: 'redirect-location', ok: false, header: 'location' },
  'redirect-not-http': { step: 'redirect-scheme', ok: false, header: 'location' },
  'too-many-redirects': { step: 'redirect-count', ok: false },
  'redirect-with-userinfo': { step: 'redirect-userinfo', ok: false, header: 'location' },
  'stream-not-repeatable': { step: 'redirect-body', ok: false },
  'method-becomes-get': { step: 'redirect-method', ok: true },
  'authorization-removed': { step: 'redirect-authorization', ok: true, header: 'authorization' },
  'origin-hidden-by-redirect': { step: 'redirect-origin', ok: true, header: 'origin' },
  'headers-exposed': { step: 'expose-headers', ok: true, header: 'access-control-expose-headers' },
  'all-headers-exposed': { step: 'expose-headers', ok: true, header: 'access-control-expose-headers' },
  'expose-wildcard-with-credentials': { step: 'expose-headers', ok: true, header: 'access-control-expose-headers' },
  'expose-headers-missing': { step: 'expose-headers', ok: true, header: 'access-control-expose-headers' },
  'expose-headers-invalid': { step: 'expose-headers', ok: false, header: 'access-control-expose-headers' },
  'integrity-matches': { step: 'integrity-check', ok: true },
  'integrity-differs': { step: 'integrity-check', ok: false },
  'integrity-of-opaque': { step: 'integrity-check', ok: false },
  'response-opaque': { step: 'response-filter', ok: true },
} as const satisfies Record<ReasonCode, Decision>; // prettier-ignore

/** What a check found: its step, whether the request goes on, and why. */
export type Finding<Code extends ReasonCode = ReasonCode> = {
  [Each in Code]: TraceReason<Each> & {
    readonly step: (typeof decisions)[Each]['step'];
    readonly ok: (typeof decisions)[Each]['ok'];
    /** The header that decided, in lower case. */
    readonly header?: string;
  };
}[Code];

/** A step of the algorithm, and how it went. */
export type TraceEntry = Finding & {
  /** In the Fetch standard. */
  readonly anchor: `#${string}`;
  /** Index of the network call that it is about. */
  readonly exchange?: number;
};

/** A finding from its reason. */
export function found<Code extends ReasonCode>(reason: TraceReason<Code>): Finding<Code> {
  return { ...decisions[reason.code], ...reason };
}
