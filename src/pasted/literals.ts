import type {
  AnyNode,
  ArrayExpression,
  CallExpression,
  NewExpression,
  ObjectExpression,
  TemplateLiteral,
} from 'acorn';
import { type Attempt, failure, success } from '../text/attempt.ts';

/**
 * The value of an expression that is written out: strings, numbers, objects, lists, `JSON.stringify(…)`, `new Headers(…)`.
 * Anything else is a problem, for its value is known only where the script runs.
 * @param what the part of the call, for the problem
 */
export function literalOf(source: string, node: AnyNode, what: string): Attempt<unknown, string> {
  switch (node.type) {
    case 'Literal':
      return success(node.value);
    case 'TemplateLiteral':
      return templateOf(source, node, what);
    case 'ArrayExpression':
      return arrayOf(source, node, what);
    case 'ObjectExpression':
      return objectOf(source, node, what);
    case 'CallExpression':
    case 'NewExpression':
      return callOf(source, node, what);
    case 'UnaryExpression': {
      const value = literalOf(source, node.argument, what);
      return value.ok && node.operator === '-'
        ? success(-Number(value.value))
        : notLiteral(source, node, what);
    }
    default:
      return node.type === 'Identifier' && node.name === 'undefined'
        ? success(undefined)
        : notLiteral(source, node, what);
  }
}

function templateOf(source: string, node: TemplateLiteral, what: string): Attempt<unknown, string> {
  const [inserted] = node.expressions;
  if (inserted !== undefined) return notLiteral(source, inserted, what);
  return success(node.quasis.map(({ value }) => value.cooked ?? '').join(''));
}

function arrayOf(source: string, { elements }: ArrayExpression, what: string): Attempt<unknown, string> {
  const values: unknown[] = [];
  for (const element of elements) {
    if (element === null) continue;
    const value = literalOf(source, element, what);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return success(values);
}

function objectOf(source: string, { properties }: ObjectExpression, what: string): Attempt<unknown, string> {
  const entries: [string, unknown][] = [];
  for (const property of properties) {
    if (property.type === 'SpreadElement' || property.computed || property.method)
      return notLiteral(source, property, what);
    const { key } = property;
    const value = literalOf(source, property.value, what);
    if (!value.ok) return value;
    if (key.type === 'Identifier') entries.push([key.name, value.value]);
    else if (key.type === 'Literal') entries.push([String(key.value), value.value]);
    else return notLiteral(source, property, what);
  }
  return success(Object.fromEntries(entries));
}

function callOf(
  source: string,
  node: CallExpression | NewExpression,
  what: string,
): Attempt<unknown, string> {
  const name = source.slice(node.callee.start, node.callee.end);
  const [argument] = node.arguments;
  if (argument === undefined) return notLiteral(source, node, what);
  const isStringify = node.type === 'CallExpression' && name === 'JSON.stringify';
  const isHeaders = node.type === 'NewExpression' && name === 'Headers';
  if (!isStringify && !isHeaders) return notLiteral(source, node, what);
  const value = literalOf(source, argument, what);
  return value.ok && isStringify ? success(JSON.stringify(value.value)) : value;
}

function notLiteral(source: string, node: AnyNode, what: string): Attempt<never, string> {
  const lines = source.slice(0, node.start).split('\n');
  const place = `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
  return failure(
    `${what} contains ${shown(source, node)} (${place}), whose value is known only to the script. Write its value instead.`,
  );
}

/** What may hold a secret, such as the arguments of a call, is not shown. */
function shown(source: string, node: AnyNode): string {
  const name = (one: AnyNode) => source.slice(one.start, one.end).replaceAll(/\s+/g, ' ').slice(0, 40);
  if (node.type === 'Identifier') return `\`${name(node)}\``;
  if (node.type === 'CallExpression' || node.type === 'NewExpression') return `\`${name(node.callee)}(…)\``;
  return node.type === 'MemberExpression' ? `\`${name(node)}\`` : 'an expression';
}
