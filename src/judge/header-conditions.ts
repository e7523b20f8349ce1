import type { RawHeader, RecordedResponse } from '../results/exchange.ts';
import type { Policy } from '../policy/policy.ts';
import type { HeaderCondition, HeaderExpectations } from '../scenarios/expectation.ts';
import { notAllowedByPolicy } from '../policy/not-allowed.ts';

/** A condition that a response does not meet. */
export interface HeaderFault {
  /** In lower case, or `status`. */
  readonly header: string;
  readonly condition: HeaderCondition;
  /** The lines of that name, joined; null when there is none. */
  readonly value: string | null;
  readonly lines: number;
  readonly expected: ExpectedValue;
}

/** What a condition comes to for one response. */
export type ExpectedValue =
  | { readonly code: 'absent' }
  | { readonly code: 'present' }
  | { readonly code: 'one-line' }
  /** Absent where another header is. */
  | { readonly code: 'absent-without'; readonly header: string }
  | { readonly code: 'between'; readonly from: number; readonly to: number }
  | { readonly code: 'exactly'; readonly value: string }
  | { readonly code: 'anything-but'; readonly value: string }
  | { readonly code: 'list-with'; readonly members: readonly string[] }
  | { readonly code: 'list-without'; readonly members: readonly string[] };

/** What conditions are held against. */
export interface Answered {
  readonly request: { readonly headers: readonly RawHeader[] };
  readonly response: RecordedResponse;
}

/** What of a response does not meet its conditions. */
export function headerFaults(
  { request, response }: Answered,
  wanted: HeaderExpectations,
  policy: Policy,
): readonly HeaderFault[] {
  const origin = joined(request.headers, 'origin');
  return Object.entries(wanted).flatMap(([header, condition]) => {
    const value = header === 'status' ? String(response.status) : joined(response.headers, header);
    const lines = response.headers.filter(([name]) => name.toLowerCase() === header).length;
    const has = (other: string) => joined(response.headers, other) !== null;
    const expected = unmet({ value, lines, origin, policy, has }, condition);
    return expected === null ? [] : [{ header, condition, value, lines, expected }];
  });
}

/** `#concept-header-list-get` */
function joined(headers: readonly RawHeader[], name: string): string | null {
  const values = headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
}

interface Found {
  readonly value: string | null;
  readonly lines: number;
  /** Of the request. */
  readonly origin: string | null;
  readonly policy: Policy;
  /** Whether the response has a header. */
  readonly has: (name: string) => boolean;
}

/** What was expected; null when it is met. */
function unmet(found: Found, condition: HeaderCondition): ExpectedValue | null {
  if ('is' in condition || 'not' in condition) return unlike(found, condition);
  if ('lists' in condition || 'within' in condition) return unlisted(found, condition);
  if ('between' in condition) return outside(found.value, condition.between);
  return unlikeInNumber(found, condition);
}

function unlikeInNumber(
  { value, lines, has }: Found,
  condition: Extract<
    HeaderCondition,
    { absent: true } | { present: true } | { once: true } | { onlyWith: string }
  >,
): ExpectedValue | null {
  if ('absent' in condition) return value === null ? null : { code: 'absent' };
  if ('present' in condition) return value === null ? { code: 'present' } : null;
  if ('once' in condition) return lines <= 1 ? null : { code: 'one-line' };
  const { onlyWith } = condition;
  return value === null || has(onlyWith) ? null : { code: 'absent-without', header: onlyWith };
}

function outside(value: string | null, [from, to]: readonly [number, number]): ExpectedValue | null {
  return value !== null && Number(value) >= from && Number(value) <= to
    ? null
    : { code: 'between', from, to };
}

function unlike(
  found: Found,
  condition: { readonly is: string } | { readonly not: string },
): ExpectedValue | null {
  if ('is' in condition) {
    const wanted = literal(condition.is, found);
    return found.value === wanted ? null : { code: 'exactly', value: wanted };
  }
  const unwanted = literal(condition.not, found);
  return found.value === unwanted ? { code: 'anything-but', value: unwanted } : null;
}

function unlisted(
  { value, policy }: Found,
  condition: Extract<HeaderCondition, { lists: string } | { within: string }>,
): ExpectedValue | null {
  if ('lists' in condition) {
    const missing = members(condition.lists, policy).filter((member) => !lists(value, member));
    return missing.length === 0 ? null : { code: 'list-with', members: missing };
  }
  const more = notAllowedByPolicy(condition.within, value, policy);
  return more.length === 0 ? null : { code: 'list-without', members: more };
}

function literal(text: string, { origin, policy }: Found): string {
  if (text === '$max-age') return String(policy.maxAge);
  return text === '$origin' ? (origin ?? '') : text;
}

function members(text: string, { methods }: Policy): readonly string[] {
  if (text !== '$methods') return [text];
  return methods === undefined || methods === '*' ? [] : methods;
}

function lists(value: string | null, member: string): boolean {
  return (value ?? '').split(',').some((item) => item.trim().toLowerCase() === member.toLowerCase());
}
