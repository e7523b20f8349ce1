import { found, type Finding, type TraceEntry } from './decisions.ts';
import type { TraceReason } from './reasons.ts';
import type { NetworkCall, StepName } from './types.ts';

/** Where the Fetch standard states each step. */
export const anchors: Readonly<Record<StepName, `#${string}`>> = {
  'request-url': '#dom-request',
  'request-method': '#methods',
  'request-headers': '#forbidden-request-header',
  'request-body': '#dom-request',
  'bad-port': '#block-bad-port',
  'mixed-content': '#concept-main-fetch',
  'same-origin-check': '#concept-main-fetch',
  'same-origin-mode': '#concept-main-fetch',
  'no-cors-mode': '#concept-main-fetch',
  'scheme-check': '#scheme-fetch',
  'needs-preflight': '#concept-main-fetch',
  'preflight-cache': '#cors-preflight-cache',
  network: '#concept-http-network-or-cache-fetch',
  'cors-check': '#concept-cors-check',
  'credentials-check': '#concept-cors-check',
  'preflight-status': '#cors-preflight-fetch-0',
  'preflight-methods': '#cors-preflight-fetch-0',
  'preflight-headers': '#cors-preflight-fetch-0',
  'preflight-max-age': '#http-access-control-max-age',
  'resource-policy-check': '#cross-origin-resource-policy-check',
  'redirect-mode': '#concept-http-fetch',
  'redirect-location': '#concept-http-redirect-fetch',
  'redirect-scheme': '#concept-http-redirect-fetch',
  'redirect-count': '#concept-http-redirect-fetch',
  'redirect-userinfo': '#concept-http-redirect-fetch',
  'redirect-body': '#concept-http-redirect-fetch',
  'redirect-method': '#concept-http-redirect-fetch',
  'redirect-authorization': '#concept-http-redirect-fetch',
  'redirect-origin': '#concept-request-tainted-origin',
  'expose-headers': '#cors-safelisted-response-header-name',
  'integrity-check': '#concept-main-fetch',
  'response-filter': '#concept-filtered-response',
};

/** What is written down while one request is fetched. */
export interface TraceBuilder {
  readonly trace: readonly TraceEntry[];
  readonly calls: readonly NetworkCall[];
  /** Adds findings, and gives the entry of the first that failed. */
  readonly note: (findings: readonly Finding[], exchange?: number) => TraceEntry | undefined;
  /** Adds a finding, and gives its entry. */
  readonly add: (reason: TraceReason, exchange?: number) => TraceEntry;
  /** Adds a network call, and gives its index. */
  readonly call: (call: NetworkCall) => number;
}

/** An empty trace. It is not part of the standard, which gives no reason for a network error. */
export function createTraceBuilder(): TraceBuilder {
  const trace: TraceEntry[] = [];
  const calls: NetworkCall[] = [];
  const push = (finding: Finding, exchange: number | undefined): TraceEntry => {
    const entry = toEntry(finding, exchange);
    trace.push(entry);
    return entry;
  };
  return {
    trace,
    calls,
    note: (findings, exchange) => findings.map((finding) => push(finding, exchange)).find(({ ok }) => !ok),
    add: (reason, exchange) => push(found(reason), exchange),
    call: (call) => calls.push(call) - 1,
  };
}

function toEntry(finding: Finding, exchange: number | undefined): TraceEntry {
  const anchor = anchors[finding.step];
  return exchange === undefined ? { ...finding, anchor } : { ...finding, anchor, exchange };
}
