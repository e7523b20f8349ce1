import type { Pace } from '../http1/pace.ts';
import type { Policy } from '../policy/policy.ts';
import type { RawHeader } from '../results/exchange.ts';
import type { Route, Scenario } from '../scenarios/scenario.ts';
import type { DocumentPlace } from './document-place.ts';
import type { Implementation } from './implementations.ts';

/** A server at a URL, with the options of its user. */
export interface UrlTarget {
  readonly kind: 'url';
  readonly url: string;
  /** Its id and title in results; the URL when absent. Unique in a run. */
  readonly name?: string;
  /** The names of the policies that it is tested under; all of the run when absent. */
  readonly policies?: readonly string[];
  /** What reports group it by. */
  readonly tags?: readonly string[];
  /** The target on the command line, with its options, for `reproduce`, when that is not its URL. */
  readonly typed?: string;
  /** Paths or absolute URLs of further routes; the URL itself is `resource`. */
  readonly routes: 'standard' | Readonly<Partial<Record<Route, string>>>;
  readonly allowWrites: boolean;
  /** Added by the proxy to actual requests, and masked in results. */
  readonly headers: readonly RawHeader[];
  readonly insecure: boolean;
  /** The status that a plain GET is expected to have, if any. */
  readonly expectStatus?: number;
  /** Name and value of cookies that browsers have for it from the beginning; masked in results. */
  readonly cookies?: readonly RawHeader[];
  /** Requested once, before all checks: browsers have the cookies of its response. */
  readonly login?: LoginRequest;
  /** What its requests need from the page; absent when nothing. */
  readonly page?: PageOptions;
  /** The methods that the URL supports; all when absent. */
  readonly endpointMethods?: readonly string[];
  /** The parameters of its path, of an OpenAPI document: their values may be made up, so that a GET finds nothing. */
  readonly pathParameters?: readonly string[];
  /** The OpenAPI document that it is a path of; the same object for all of its paths. */
  readonly document?: DocumentPlace;
  /** Its options as they were typed, shell-quoted, for `reproduce`: `--routes standard --allow-writes`. No secrets. */
  readonly commandOptions?: string;
}

/** A request to the target, without Origin. */
export interface LoginRequest {
  readonly method: string;
  readonly path: string;
  /** The Content-Type of the body. */
  readonly type: string;
  readonly body: string;
}

export interface PageOptions {
  /** Sent by the page where its preflight may ask for them, otherwise added by the proxy; masked in results. */
  readonly headers: readonly RawHeader[];
  /** The body of writes. */
  readonly data?: string;
}

/** The headers of a request to a target, with its cookies, that corspec sends itself. */
export function ownHeaders({ headers, page, cookies = [] }: UrlTarget): readonly RawHeader[] {
  const cookie = cookies.map(([name, value]) => `${name}=${value}`).join('; ');
  return [...headers, ...(page?.headers ?? []), ...(cookie === '' ? [] : [['Cookie', cookie] as const])];
}

export interface ImplementationTarget {
  readonly kind: 'implementation';
  readonly implementation: Implementation;
  /** The target on the command line, for `reproduce`; its id when absent. */
  readonly typed?: string;
  /** The names of the policies that it is tested under; all of the run when absent. */
  readonly policies?: readonly string[];
}

export type TargetRequest = UrlTarget | ImplementationTarget;

/** The targets of a run, with its policies and scenarios. */
export interface TargetsRequest {
  readonly targets: readonly TargetRequest[];
  /** By the name that results and `reproduce` use. */
  readonly policies: Readonly<Record<string, Policy>>;
  /** How each policy is written on a command line, for `reproduce`: `--policy allowlist`. */
  readonly policyArguments: Readonly<Record<string, string>>;
  readonly scenarios: readonly Scenario[];
  /** For one response: milliseconds. */
  readonly timeoutMs: number;
  /** When requests are sent to each host. Default: at once */
  readonly pace?: Pace | undefined;
}

/** The id of a target in results. */
export function targetId(target: TargetRequest): string {
  return target.kind === 'url' ? (target.name ?? target.url) : target.implementation.id;
}

/** The policies that a target is tested under, by name. */
export function policiesOf(target: TargetRequest, { policies }: TargetsRequest): TargetsRequest['policies'] {
  if (target.policies === undefined) return policies;
  const own = new Set(target.policies);
  return Object.fromEntries(Object.entries(policies).filter(([name]) => own.has(name)));
}

export type TargetEvent =
  /** The start of something slow or noteworthy: one line for users. */
  { readonly kind: 'note'; readonly text: string } | { readonly kind: 'warning'; readonly text: string };

export interface TargetHooks {
  readonly onEvent: (event: TargetEvent) => void;
  readonly signal: AbortSignal;
}
