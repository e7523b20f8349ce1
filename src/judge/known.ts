import type { DeviationKind, DeviationPattern, KnownDeviation } from '../../fixtures/known-deviations.ts';
import { isLoopback, isRedirectStatus, type Verdict } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { PageRequest } from '../scenarios/page-request.ts';

/** One thing in which a browser did other than the standard prescribes. */
export interface Symptom {
  readonly kind: DeviationKind;
  readonly says: string;
  /** The header that differs, in lower case. */
  readonly header?: string;
}

/** What a pattern of a known deviation is held against. */
export interface Circumstances {
  readonly browser: string;
  readonly request: PageRequest;
  readonly verdict: Verdict | null;
  readonly exchanges: readonly Exchange[];
  /** Whether the check made requests before. */
  readonly isLater: boolean;
  /** Whether the document has loaded the URL in advance, in another mode. */
  readonly isPreloaded?: true;
  /** The case of the calibration; absent in runs against targets. */
  readonly caseId?: string;
}

export interface NamedSymptom {
  readonly symptom: Symptom;
  /** Undefined when the deviation is not known. */
  readonly known: KnownDeviation | undefined;
}

/** What may follow from another deviation of the same request, and then goes by its name. */
const consequences: readonly string[] = ['laxer', 'stricter', 'unexpected-request', 'missing-request'];

/** Gives each symptom of one request the known deviation that it is of, or that it follows from. */
export function nameSymptoms(
  known: readonly KnownDeviation[],
  symptoms: readonly Symptom[],
  circumstances: Circumstances,
): readonly NamedSymptom[] {
  const found = symptoms.map((symptom) => findKnown(known, symptom, circumstances));
  const cause = found.find((deviation) => deviation !== undefined);
  return symptoms.map((symptom, index) => ({
    symptom,
    known: found[index] ?? (consequences.includes(symptom.kind) ? cause : undefined),
  }));
}

function findKnown(
  known: readonly KnownDeviation[],
  symptom: Symptom,
  circumstances: Circumstances,
): KnownDeviation | undefined {
  return known.find(
    ({ seen, matches }) =>
      Object.hasOwn(seen, circumstances.browser) &&
      matches.some((pattern) => holds(pattern, symptom, circumstances)),
  );
}

function holds(pattern: DeviationPattern, symptom: Symptom, circumstances: Circumstances): boolean {
  return (
    pattern.kinds.includes(symptom.kind) &&
    isAsStated(pattern.header, symptom.header) &&
    isSuchRequest(pattern, circumstances.request) &&
    isSuchCourse(pattern, circumstances)
  );
}

/** Whether the request is as the pattern has it. */
function isSuchRequest(pattern: DeviationPattern, request: PageRequest): boolean {
  const asked = request.headers.map(([name]) => name.toLowerCase());
  const { mode, frame, client, uploadListener } = request;
  const stated = [
    [pattern.mode, mode],
    [pattern.frame, frame],
    [pattern.client, client],
    [pattern.uploadListener, uploadListener],
  ];
  return (
    stated.every(([is, found]) => isAsStated(is, found)) &&
    isAsStated(pattern.isToLoopback, isToLoopback(request)) &&
    (pattern.methods?.includes(request.method) ?? true) &&
    (pattern.caches?.includes(request.cache) ?? true) &&
    (pattern.requestHeaders?.some((name) => asked.includes(name)) ?? true)
  );
}

function isToLoopback({ url }: PageRequest): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && isLoopback(hostname);
}

/** Whether what came of it is. */
function isSuchCourse(pattern: DeviationPattern, circumstances: Circumstances): boolean {
  const { verdict, exchanges, isLater, isPreloaded, caseId } = circumstances;
  return (
    isAsStated(pattern.decidedBy, verdict?.decidedBy?.step) &&
    isAsStated(pattern.isLater, isLater) &&
    isAsStated(pattern.isPreloaded, isPreloaded) &&
    isAsStated(pattern.isRedirected, wasRedirected(exchanges)) &&
    isAsStated(pattern.isLeft, exchanges.some(isLeftByBrowser)) &&
    (pattern.response === undefined || wasAnswered(exchanges, pattern.response)) &&
    (pattern.cases === undefined || isOneOf(pattern.cases, caseId))
  );
}

function isAsStated(stated: unknown, found: unknown): boolean {
  return stated === undefined || stated === found;
}

function isLeftByBrowser({ response, failure }: Exchange): boolean {
  return response !== undefined && failure?.kind === 'aborted';
}

function wasRedirected(exchanges: readonly Exchange[]): boolean {
  return exchanges.some(({ response }) => response !== undefined && isRedirectStatus(response.status));
}

function wasAnswered(
  exchanges: readonly Exchange[],
  { header, matches }: NonNullable<DeviationPattern['response']>,
): boolean {
  const values = exchanges.flatMap(({ response }) =>
    (response?.headers ?? []).filter(([name]) => name.toLowerCase() === header),
  );
  return values.some(([, value]) => new RegExp(matches).test(value));
}

function isOneOf(globs: readonly string[], caseId: string | undefined): boolean {
  return caseId !== undefined && globs.some((glob) => fits(glob, caseId));
}

/** `*` stands for anything; nothing else is special. */
function fits(glob: string, text: string): boolean {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
