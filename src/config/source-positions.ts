import { tsPlugin } from '@sveltejs/acorn-typescript';
import { type AnyNode, type Expression, type ObjectExpression, Parser, type Program } from 'acorn';
import type { JsonPath, TextPosition } from '../text/json-text.ts';

/** Finds where a value of a configuration module is written. */
export type FindPosition = (path: JsonPath, part: 'key' | 'value') => TextPosition;

/**
 * Parses the source of a configuration module (JavaScript or TypeScript). Where a value is not written out, because it is
 * imported or computed, the position is that of the innermost value around it that is. Never throws: of a source that
 * cannot be parsed, every position is its first.
 */
export function positionsIn(source: string): FindPosition {
  const program = parse(source);
  const root = program === null ? null : exported(program);
  return (path, part) => {
    const offset = root === null || program === null ? 0 : offsetOf(root, path, part, program);
    const lines = source.slice(0, offset).split('\n');
    return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
  };
}

const TypeScriptParser = Parser.extend(tsPlugin());

function parse(source: string): Program | null {
  try {
    return TypeScriptParser.parse(source, options);
  } catch {
    return null;
  }
}

const options = { ecmaVersion: 'latest', sourceType: 'module', locations: true } as const;

export type SyntaxProblem = TextPosition & { readonly message: string };

/** Where a source is no JavaScript or TypeScript, and why; null when it is. */
export function syntaxProblemIn(source: string): SyntaxProblem | null {
  try {
    TypeScriptParser.parse(source, options);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) return null;
    const { loc } = thrown as { readonly loc?: { readonly line: number; readonly column: number } };
    const message = thrown.message.replace(/ \(\d+:\d+\)$/, '');
    return { line: loc?.line ?? 1, column: (loc?.column ?? 0) + 1, message };
  }
}

/** The value of `export default` or `module.exports =`. */
function exported({ body }: Program): AnyNode | null {
  for (const statement of body) {
    if (statement.type === 'ExportDefaultDeclaration') return statement.declaration;
    if (statement.type !== 'ExpressionStatement') continue;
    const { expression } = statement;
    if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'MemberExpression') continue;
    const { object, property } = expression.left;
    if (isNamed(object, 'module') && isNamed(property, 'exports')) return expression.right;
  }
  return null;
}

function isNamed(node: AnyNode, name: string): boolean {
  return node.type === 'Identifier' && node.name === name;
}

function offsetOf(root: AnyNode, path: JsonPath, part: 'key' | 'value', program: Program): number {
  let written: AnyNode = root;
  let offset = root.start;
  for (const [index, key] of path.entries()) {
    const inner = unwrap(written, program);
    const found = memberOf(inner, key);
    if (found === null) return index === 0 ? inner.start : offset;
    const isLast = index === path.length - 1;
    offset = isLast && part === 'value' ? found.value.start : found.start;
    written = found.value;
  }
  return path.length === 0 ? unwrap(root, program).start : offset;
}

interface Member {
  /** The start of its key; of its value in a list. */
  readonly start: number;
  readonly value: Expression | AnyNode;
}

function memberOf(node: AnyNode, key: string | number): Member | null {
  if (node.type === 'ArrayExpression' && typeof key === 'number') {
    const element = node.elements[key];
    // The elements that a spread adds are not written here.
    const isCounted = node.elements.slice(0, key + 1).every((one) => one?.type !== 'SpreadElement');
    return element === null || element === undefined || !isCounted
      ? null
      : { start: element.start, value: element };
  }
  return node.type === 'ObjectExpression' ? propertyOf(node, String(key)) : null;
}

/** The last one of a name holds. */
function propertyOf({ properties }: ObjectExpression, key: string): Member | null {
  for (const property of [...properties].reverse()) {
    if (property.type === 'Property' && !property.computed && keyText(property.key) === key)
      return { start: property.start, value: property.value };
  }
  return null;
}

function keyText(key: AnyNode): string | null {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : null;
}

/** What stands in `defineConfig(…)`, in `… satisfies Config`, and what a constant of the module holds. */
function unwrap(node: AnyNode, program: Program, depth = 0): AnyNode {
  if (depth > 20) return node;
  const again = (inner: AnyNode) => unwrap(inner, program, depth + 1);
  if (node.type === 'CallExpression') {
    const [argument] = node.arguments;
    return isNamed(node.callee, 'defineConfig') && argument !== undefined ? again(argument) : node;
  }
  if (node.type === 'ParenthesizedExpression') return again(node.expression);
  if (node.type === 'Identifier') {
    const value = constantOf(node.name, program);
    return value === null ? node : again(value);
  }
  const typed = typedExpression(node);
  return typed === null ? node : again(typed);
}

/** `value as Type`, `value satisfies Type`, `value!`: nodes that acorn's types do not have. */
function typedExpression(node: AnyNode): AnyNode | null {
  const { type, expression } = node as { readonly type: string; readonly expression?: AnyNode };
  const types = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion'];
  return types.includes(type) && expression !== undefined ? expression : null;
}

function constantOf(name: string, { body }: Program): AnyNode | null {
  for (const statement of body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue;
    for (const { id, init } of declaration.declarations)
      if (isNamed(id, name) && init !== null && init !== undefined) return init;
  }
  return null;
}
