import { quote } from '../fetch-standard/index.ts';
import type { RawHeader, RecordedResponse } from '../results/exchange.ts';
import type { Policy } from '../policy/policy.ts';
import type { HeaderCondition, HeaderExpectations } from '../scenarios/scenario.ts';
import { notAllowedByPolicy } from '../policy/not-allowed.ts';

/** A condition that a response does not meet. */
export interface HeaderFault {
  /** In lower case, or `status`. */
  readonly name: string;
  readonly condition: HeaderCondition;
  /** What was got and what was wanted: a sentence. */
  readonly message: string;
}

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
  return Object.entries(wanted).flatMap(([name, condition]) => {
    const value = name === 'status' ? String(response.status) : joined(response.headers, name);
    const count = response.headers.filter(([header]) => header.toLowerCase() === name).length;
    const has = (other: string) => joined(response.headers, other) !== null;
    const wish = unmet({ name, value, count, origin, policy, has }, condition);
    if (wish === null) return [];
    const got = value === null ? 'absent' : `${shown(value)}${count > 1 ? `, in ${count} lines` : ''}`;
    return [{ name, condition, message: `${name} is ${got}; wanted: ${wish}.` }];
  });
}

/** `#concept-header-list-get` */
function joined(headers: readonly RawHeader[], name: string): string | null {
  const values = headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
}

interface Found {
  readonly name: string;
  readonly value: string | null;
  readonly count: number;
  /** Of the request. */
  readonly origin: string | null;
  readonly policy: Policy;
  /** Whether the response has a header. */
  readonly has: (name: string) => boolean;
}

/** What was wanted, in words; null when it is met. */
function unmet(found: Found, condition: HeaderCondition): string | null {
  if ('is' in condition || 'not' in condition) return unlike(found, condition);
  if ('lists' in condition || 'within' in condition) return unlisted(found, condition);
  if ('between' in condition) return outside(found.value, condition.between);
  return unlikeInNumber(found, condition);
}

function unlikeInNumber(
  { value, count, has }: Found,
  condition: Extract<
    HeaderCondition,
    { absent: true } | { present: true } | { once: true } | { onlyWith: string }
  >,
): string | null {
  if ('absent' in condition) return value === null ? null : 'absent';
  if ('present' in condition) return value === null ? 'any value' : null;
  if ('once' in condition) return count <= 1 ? null : 'one line';
  return value === null || has(condition.onlyWith) ? null : `absent, as there is no ${condition.onlyWith}`;
}

function outside(value: string | null, [from, to]: readonly [number, number]): string | null {
  return value !== null && Number(value) >= from && Number(value) <= to ? null : `${from} to ${to}`;
}

function unlike(found: Found, condition: { readonly is: string } | { readonly not: string }): string | null {
  if ('is' in condition) {
    const wanted = literal(condition.is, found);
    return found.value === wanted ? null : `\`${wanted}\``;
  }
  const unwanted = literal(condition.not, found);
  return found.value === unwanted ? `anything but ${shown(unwanted)}` : null;
}

function shown(value: string): string {
  return value === '' ? 'an empty value' : quote(value);
}

function unlisted(
  { value, policy }: Found,
  condition: Extract<HeaderCondition, { lists: string } | { within: string }>,
): string | null {
  if ('lists' in condition) {
    const missing = members(condition.lists, policy).filter((member) => !lists(value, member));
    return missing.length === 0 ? null : `a list with \`${missing.join(', ')}\``;
  }
  const more = notAllowedByPolicy(condition.within, value, policy);
  return more.length === 0
    ? null
    : `a list without ${quote(more.join(', '))}, which the policy does not allow`;
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
