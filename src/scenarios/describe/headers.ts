import type { HeaderCondition, HeaderExpectations } from '../expectation.ts';
import { code } from './origin.ts';

/** Access-Control-Allow-Origin, and not access-control-allow-origin. */
export function headerName(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** Conditions on response headers; each completes a sentence such as `In the response, …`. */
export function describeHeaderConditions(expectations: HeaderExpectations): readonly string[] {
  return Object.entries(expectations).map(([name, condition]) =>
    name === 'status' ? describeStatus(condition) : describeHeader(headerName(name), condition),
  );
}

function describeStatus(condition: HeaderCondition): string {
  if ('between' in condition) return `the status is from ${condition.between[0]} to ${condition.between[1]}`;
  return describeHeader('the status', condition);
}

const symbols: Readonly<Record<string, string>> = {
  '$max-age': 'the policy’s max age',
  $origin: 'the request’s origin',
  $methods: 'every method that the policy lists',
  '': 'empty',
};

const within = {
  origins: 'origins that the policy allows',
  methods: 'methods that the policy allows',
  requestHeaders: 'headers that the policy allows',
  exposedHeaders: 'headers that the policy exposes',
};

function describeHeader(name: string, condition: HeaderCondition): string {
  if ('is' in condition) return `${name} is ${value(condition.is)}`;
  if ('absent' in condition) return `there is no ${name}`;
  if ('onlyWith' in condition) return `there is no ${name} without ${headerName(condition.onlyWith)}`;
  if ('present' in condition) return `there is an ${name}`.replace(/an (?=[^aeiou])/i, 'a ');
  if ('lists' in condition) return `${name} lists ${value(condition.lists)}`;
  if ('not' in condition) return `${name} is not ${value(condition.not)}`;
  if ('once' in condition) return `${name} occurs at most once`;
  if ('within' in condition) return `${name} lists only ${within[condition.within]}`;
  return `${name} is from ${condition.between[0]} to ${condition.between[1]}`;
}

function value(text: string): string {
  return symbols[text] ?? code(text);
}
