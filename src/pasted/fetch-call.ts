import { type AnyNode, type CallExpression, parse, type Property } from 'acorn';
import { getHeader, parseUrl } from '../fetch-standard/index.ts';
import type { RawHeader } from '../results/exchange.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { literalOf } from './literals.ts';
import { cookiesOf, originOf, type PastedRequest, scriptHeaders } from './pasted-request.ts';

/** Reads what "Copy as fetch" gives, or the same written by hand. The text is parsed and never run. */
export function readFetchCall(text: string): Attempt<PastedRequest, string> {
  const call = findCall(text);
  if (!call.ok) return call;
  const [resource, init, ...others] = call.value.arguments;
  if (resource === undefined) return failure('fetch is called without a URL.');
  if (others.length > 0) return failure(`fetch takes two arguments, found ${others.length + 2}.`);
  const url = literalOf(text, resource, 'the URL');
  if (!url.ok) return url;
  if (typeof url.value !== 'string' || parseUrl(url.value) === null)
    return failure(
      `the URL ${JSON.stringify(url.value)} is not an absolute URL. Write all of it, with https://.`,
    );
  const options = readOptions(text, init);
  return options.ok ? toRequest(url.value, options.value) : options;
}

/** The one call of fetch in the text, whatever is done with what it returns. */
function findCall(text: string): Attempt<CallExpression, string> {
  if (text.trim() === '') return failure('the text is empty.');
  if (/^\s*curl\s/.test(text)) return failure('this is a curl command. Use --curl.');
  const calls: CallExpression[] = [];
  try {
    const tree = parse(text, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
      allowReturnOutsideFunction: true,
    });
    collectCalls(tree, calls);
  } catch (error) {
    if (error instanceof SyntaxError) return failure(syntaxProblem(error));
    throw error;
  }
  const [call] = calls;
  if (call === undefined) return failure('there is no call of fetch in the text.');
  return calls.length === 1 ? success(call) : failure(`there are ${calls.length} calls of fetch. Paste one.`);
}

/** acorn ends its messages with the position: `Unexpected token (2:5)`. */
function syntaxProblem({ message }: SyntaxError): string {
  const [, words = message, line, column] = /^(.*) \((\d+):(\d+)\)$/s.exec(message) ?? [];
  const place = line === undefined ? '' : ` at line ${line}, column ${Number(column) + 1}`;
  return `this is not valid JavaScript: ${words.charAt(0).toLowerCase()}${words.slice(1)}${place}.`;
}

function collectCalls(node: AnyNode, into: CallExpression[]): void {
  if (node.type === 'CallExpression' && isFetch(node.callee)) into.push(node);
  for (const child of Object.values(node)) {
    const children: readonly unknown[] = Array.isArray(child) ? child : [child];
    for (const one of children) if (isNode(one)) collectCalls(one, into);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function isFetch(callee: CallExpression['callee']): boolean {
  if (callee.type === 'Identifier') return callee.name === 'fetch';
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'fetch'
  );
}

/** The options that matter to what a browser sends. Others, such as `signal`, may be any expression. */
const wanted = ['method', 'headers', 'body', 'credentials', 'mode', 'referrer'] as const;
type Options = Partial<Record<(typeof wanted)[number] | 'keepalive', unknown>>;

function readOptions(
  text: string,
  init: CallExpression['arguments'][number] | undefined,
): Attempt<Options, string> {
  if (init === undefined) return success({});
  if (init.type !== 'ObjectExpression') {
    const value = literalOf(text, init, 'the second argument');
    return value.ok ? failure('the second argument of fetch is not an object.') : value;
  }
  const options: Options = {};
  for (const property of init.properties) {
    if (property.type === 'SpreadElement')
      return failure('the options contain a spread (`...`). Write them out.');
    // It may be any expression.
    if (keyOf(property) === 'keepalive' && property.value.type === 'Literal')
      options.keepalive = property.value.value;
    const name = wanted.find((one) => one === keyOf(property));
    if (name === undefined) continue;
    const value = literalOf(text, property.value, `\`${name}\``);
    if (!value.ok) return value;
    options[name] = value.value;
  }
  return success(options);
}

function keyOf({ key, computed }: Property): string | null {
  if (computed) return null;
  return key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : null;
}

function toRequest(url: string, options: Options): Attempt<PastedRequest, string> {
  const problem = optionProblem(options);
  if (problem !== null) return failure(problem);
  const { method = 'GET', body, credentials, referrer } = options;
  const sent = headersOf(options.headers);
  if (!sent.ok) return sent;
  const { headers, omitted } = scriptHeaders(sent.value);
  return success({
    url,
    method: String(method),
    origin: getHeader(sent.value, 'origin') ?? originOf(typeof referrer === 'string' ? referrer : null),
    refererOrigin: originOf(getHeader(sent.value, 'referer')),
    headers,
    cookies: cookiesOf(sent.value),
    credentials: credentials === 'include' || getHeader(sent.value, 'cookie') !== null,
    ...(typeof body === 'string' ? { data: body } : {}),
    insecure: false,
    ...(options.keepalive === true ? { isKeepalive: true as const } : {}),
    omitted,
  });
}

function optionProblem({ method, body, credentials = 'same-origin', mode = 'cors' }: Options): string | null {
  if (method !== undefined && typeof method !== 'string') return '`method` is not a string.';
  if (body !== undefined && body !== null && typeof body !== 'string') return '`body` is not a string.';
  if (!['omit', 'same-origin', 'include'].includes(String(credentials)))
    return `\`credentials\` is ${JSON.stringify(credentials)}. Expected "omit", "same-origin" or "include".`;
  return mode === 'cors' ? null : modeProblem(mode);
}

function modeProblem(mode: unknown): string {
  const shown = `\`mode\` is ${JSON.stringify(mode)}`;
  if (mode === 'no-cors')
    return `${shown}: the response is hidden from scripts, whatever the server allows. Change it to "cors".`;
  if (mode === 'navigate')
    return `${shown}: this is a navigation, and CORS does not apply to it. Copy the request of a script.`;
  return `${shown}: CORS does not apply to it. Change it to "cors".`;
}

/** An object, or a list of pairs. */
function headersOf(given: unknown): Attempt<readonly RawHeader[], string> {
  if (given === undefined || given === null) return success([]);
  const problem = failure('`headers` is not an object of names and strings.');
  if (typeof given !== 'object') return problem;
  const pairs: readonly unknown[] = Array.isArray(given) ? given : Object.entries(given);
  const headers: RawHeader[] = [];
  for (const pair of pairs) {
    if (!Array.isArray(pair)) return problem;
    const [name, value] = pair as readonly unknown[];
    if (typeof name !== 'string' || !['string', 'number', 'boolean'].includes(typeof value)) return problem;
    headers.push([name, String(value)]);
  }
  return success(headers);
}
