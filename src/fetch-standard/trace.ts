import type { Finding, NetworkCall, StepName, TraceEntry } from './types.ts';

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
  'response-filter': '#concept-filtered-response',
};

/** What is written down while one request is fetched. */
export interface TraceBuilder {
  readonly trace: readonly TraceEntry[];
  readonly calls: readonly NetworkCall[];
  /** Writes findings down, and gives the first that failed. */
  readonly note: (findings: readonly Finding[], exchange?: number) => TraceEntry | undefined;
  /** Writes down what made the request fail, and gives the entry. */
  readonly fail: (step: StepName, says: string, exchange?: number) => TraceEntry;
  /** Writes a network call down, and gives its index. */
  readonly call: (call: NetworkCall) => number;
}

/** An empty journal. It is no part of the standard, which keeps the reason of a network error to itself. */
export function createTraceBuilder(): TraceBuilder {
  const trace: TraceEntry[] = [];
  const calls: NetworkCall[] = [];
  return {
    trace,
    calls,
    note(findings, exchange) {
      const entries = findings.map((finding) => entry(finding, exchange));
      trace.push(...entries);
      return entries.find(({ ok }) => !ok);
    },
    fail(step, says, exchange) {
      const failure = entry(failed(step, says), exchange);
      trace.push(failure);
      return failure;
    },
    call: (call) => calls.push(call) - 1,
  };
}

function entry(finding: Finding, exchange: number | undefined): TraceEntry {
  const anchored = { ...finding, anchor: anchors[finding.step] };
  return exchange === undefined ? anchored : { ...anchored, exchange };
}

/** A finding that lets the request go on. */
export function passed(step: StepName, says: string, header?: string): Finding {
  return header === undefined ? { step, ok: true, says } : { step, ok: true, says, header };
}

/** A finding that something does not hold. */
export function failed(step: StepName, says: string, header?: string): Finding {
  return header === undefined ? { step, ok: false, says } : { step, ok: false, says, header };
}

const longest = 200;

/** A value in backticks, raw. Of one that is long, the first 200 characters, and how many there are. */
export function quote(value: string): string {
  return value.length > longest
    ? `\`${value.slice(0, longest)}…\` (${value.length} characters)`
    : `\`${value}\``;
}

/**
 * Names or methods as a comma-separated list, raw; `nothing` when there are none. Of a long list, the first 200
 * characters, and how many members there are.
 */
export function enumerate(values: readonly string[]): string {
  if (values.length === 0) return 'nothing';
  const list = values.join(', ');
  return list.length > longest ? `${list.slice(0, longest)}… (${values.length} in all)` : list;
}
