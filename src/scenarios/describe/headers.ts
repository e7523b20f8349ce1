import type { HeaderCondition, HeaderExpectations } from '../scenario.ts';
import { code } from './who.ts';

/** Access-Control-Allow-Origin, and not access-control-allow-origin. */
export function headerName(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** Conditions on the headers of a response: the ends of sentences such as `In the response, …`. */
export function headerConditionsInWords(expectations: HeaderExpectations): readonly string[] {
  return Object.entries(expectations).map(([name, condition]) =>
    name === 'status' ? statusInWords(condition) : conditionInWords(headerName(name), condition),
  );
}

function statusInWords(condition: HeaderCondition): string {
  if ('between' in condition) return `the status is from ${condition.between[0]} to ${condition.between[1]}`;
  return conditionInWords('the status', condition);
}

const symbols: Readonly<Record<string, string>> = {
  '$max-age': 'the max age of the policy',
  $origin: 'the origin that asks',
  $methods: 'each method that the policy lists',
  '': 'empty',
};

const within = { methods: 'methods', requestHeaders: 'request headers', exposedHeaders: 'exposed headers' };

function conditionInWords(name: string, condition: HeaderCondition): string {
  if ('is' in condition) return `${name} is ${value(condition.is)}`;
  if ('absent' in condition) return `there is no ${name}`;
  if ('onlyWith' in condition) return `there is no ${name} without ${headerName(condition.onlyWith)}`;
  if ('present' in condition) return `there is an ${name}`.replace(/an (?=[^aeiou])/i, 'a ');
  if ('lists' in condition) return `${name} lists ${value(condition.lists)}`;
  if ('not' in condition) return `${name} is not ${value(condition.not)}`;
  if ('once' in condition) return `${name} stands there once at most`;
  if ('within' in condition) return `${name} has nothing beyond the policy’s ${within[condition.within]}`;
  return `${name} is from ${condition.between[0]} to ${condition.between[1]}`;
}

function value(text: string): string {
  return symbols[text] ?? code(text);
}
