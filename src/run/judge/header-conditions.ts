import type { RecordedResponse } from '../../vocabulary/exchange.ts';
import type { Policy } from '../../vocabulary/policy.ts';
import type { HeaderCondition, HeaderExpectations } from '../../vocabulary/scenario.ts';

/** What of a response does not meet its conditions: a sentence each. */
export function headerFaults(
  response: RecordedResponse,
  wanted: HeaderExpectations,
  policy: Policy,
): readonly string[] {
  return Object.entries(wanted).flatMap(([name, condition]) => {
    const value = name === 'status' ? String(response.status) : joined(response, name);
    const wish = unmet(value, condition, policy);
    return wish === null
      ? []
      : [`${name} is ${value === null ? 'absent' : `\`${value}\``}; wanted: ${wish}.`];
  });
}

/** `#concept-header-list-get` */
function joined({ headers }: RecordedResponse, name: string): string | null {
  const values = headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
}

/** What was wanted, in words; null when it is met. */
function unmet(value: string | null, condition: HeaderCondition, policy: Policy): string | null {
  if ('absent' in condition) return value === null ? null : 'absent';
  if ('present' in condition) return value === null ? 'any value' : null;
  if ('is' in condition) {
    const wanted = condition.is === '$max-age' ? String(policy.maxAge) : condition.is;
    return value === wanted ? null : `\`${wanted}\``;
  }
  if ('not' in condition) return value === condition.not ? `anything but \`${condition.not}\`` : null;
  if ('lists' in condition)
    return lists(value, condition.lists) ? null : `a list with \`${condition.lists}\``;
  const [from, to] = condition.between;
  return value !== null && Number(value) >= from && Number(value) <= to ? null : `${from} to ${to}`;
}

function lists(value: string | null, member: string): boolean {
  return (value ?? '').split(',').some((item) => item.trim().toLowerCase() === member.toLowerCase());
}
