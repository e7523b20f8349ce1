import { getHeader } from '../fetch-standard/index.ts';
import type { RawHeader } from '../results/exchange.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';
import { didYouMean } from '../text/nearest.ts';
import { percentEncoded } from '../text/percent-encoded.ts';
import { cmdTokens, isForCmd } from './cmd-words.ts';
import { type CurlOption, curlOption, knownLongOptions, type UsedOption } from './curl-options.ts';
import { cookiesOf, originOf, type PastedRequest, scriptHeaders } from './pasted-request.ts';
import { type ShellToken, shellTokens } from './shell-words.ts';

/** Reads what "Copy as cURL" gives, for bash or for cmd.exe, or the same written by hand. Pure: nothing is run or expanded. */
export function readCurlCommand(text: string): Attempt<PastedRequest, string> {
  const tokens = isForCmd(text) ? cmdTokens(text) : shellTokens(text.trim());
  if (!tokens.ok) return tokens;
  const words = commandWords(tokens.value);
  if (!words.ok) return words;
  const given = readOptions(words.value);
  return given.ok ? toRequest(given.value) : given;
}

/** The words after `curl`. What the output is piped into does not matter. */
function commandWords(tokens: readonly ShellToken[]): Attempt<readonly string[], string> {
  const end = tokens.findIndex(({ kind }) => kind === 'operator');
  const own = (end < 0 ? tokens : tokens.slice(0, end)).map(({ text }) => text);
  const [first, ...words] = own[0] === '$' ? own.slice(1) : own;
  if (first === undefined) return failure('the text is empty.');
  if (!/^curl(\.exe)?$/i.test(first))
    return failure(`expected a command that begins with curl, found ${shown(first)}.${otherForm(first)}`);
  const operator = tokens[end];
  const after = end < 0 ? undefined : tokens.slice(end + 1).find(({ kind }) => kind === 'word');
  if (operator === undefined || after === undefined || /^\|(?!\|)|[<>]/.test(operator.text))
    return success(words);
  return failure(
    operator.text === '&' && !/^curl/i.test(after.text)
      ? 'the command ends at an unquoted &. Put the URL in quotes.'
      : `there is more than one command (after ${JSON.stringify(operator.text)}). Paste one.`,
  );
}

function otherForm(first: string): string {
  if (/^(?:Invoke-WebRequest|\$session)/i.test(first))
    return ' This is PowerShell: choose "Copy as cURL" in the developer tools.';
  return first.includes('fetch(') ? ' Use --fetch for a call of fetch.' : '';
}

interface Given {
  readonly option: UsedOption;
  readonly value: string;
}

function readOptions(words: readonly string[]): Attempt<readonly Given[], string> {
  const given: Given[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') {
      given.push({ option: 'url', value: word });
      continue;
    }
    const parts = word.startsWith('--') ? longOption(word) : shortOptions(word);
    if (!parts.ok) return parts;
    for (const { name, option, attached } of parts.value) {
      const value = !option.takesValue ? '' : (attached ?? words[(at += 1)]);
      if (value === undefined) return failure(`${name} has no value.`);
      if (option.kind === 'used') given.push({ option: option.name, value });
    }
  }
  return success(given);
}

interface Found {
  /** As it was written. */
  readonly name: string;
  readonly option: Exclude<CurlOption, { readonly kind: 'refused' }>;
  /** The value in the same word: `-XPUT`. */
  readonly attached?: string;
}

function longOption(word: string): Attempt<readonly Found[], string> {
  const found = lookUp(word.slice(2), word);
  return found.ok ? success([{ name: word, option: found.value }]) : found;
}

/** `-sSLXPUT`: letters in one word; the last may take the rest as its value. */
function shortOptions(word: string): Attempt<readonly Found[], string> {
  const all: Found[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const name = `-${word.charAt(at)}`;
    const found = lookUp(word.charAt(at), name);
    if (!found.ok) return found;
    const rest = word.slice(at + 1);
    const takesRest = found.value.takesValue && rest !== '';
    all.push({ name, option: found.value, ...(takesRest ? { attached: rest } : {}) });
    if (found.value.takesValue) break;
  }
  return success(all);
}

function lookUp(name: string, written: string): Attempt<Found['option'], string> {
  const option = curlOption(name);
  if (option === null)
    return failure(
      `corspec does not know curl's option ${shown(written)}.${name.length > 1 ? didYouMean(name, knownLongOptions) : ''} Remove it if the request is the same without it.`,
    );
  return option.kind === 'refused' ? failure(`${written}: ${option.reason}.`) : success(option);
}

function toRequest(given: readonly Given[]): Attempt<PastedRequest, string> {
  const address = addressOf(given);
  if (!address.ok) return address;
  const body = dataOf(given);
  if (!body.ok) return body;
  const isQuery = has(given, 'get');
  const data = isQuery ? null : body.value;
  const sent = sentHeaders(given, data !== null);
  const { headers, omitted } = scriptHeaders(sent);
  return success({
    url: isQuery && body.value !== null ? withQuery(address.value, body.value) : address.value,
    method:
      valuesOf(given, 'request').at(-1) ?? (has(given, 'head') ? 'HEAD' : data === null ? 'GET' : 'POST'),
    origin: getHeader(sent, 'origin'),
    refererOrigin: originOf(getHeader(sent, 'referer')),
    headers,
    cookies: cookiesOf(sent),
    credentials: getHeader(sent, 'cookie') !== null,
    ...(data === null ? {} : { data }),
    insecure: has(given, 'insecure'),
    omitted,
  });
}

function valuesOf(given: readonly Given[], option: UsedOption): readonly string[] {
  return given.filter((one) => one.option === option).map(({ value }) => value);
}

function has(given: readonly Given[], option: UsedOption): boolean {
  return given.some((one) => one.option === option);
}

function addressOf(given: readonly Given[]): Attempt<string, string> {
  const [address, ...more] = valuesOf(given, 'url');
  if (address === undefined) return failure('the command has no URL.');
  // Not shown: with a quote missing, these are parts of headers.
  if (more.length > 0)
    return failure(
      `expected one URL, found ${more.length} more ${more.length === 1 ? 'word that belongs' : 'words that belong'} to no option. Is a quote missing?`,
    );
  if (valuesOf(given, 'cookie').some((value) => !value.includes('=')))
    return failure("-b is given the name of a file. Write the cookies as -b 'name=value'.");
  return success(withScheme(address));
}

function withQuery(url: string, query: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}${query}`;
}

/** curl takes `localhost:3000` for http. */
function withScheme(address: string): string {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `http://${address}`;
}

/** All headers that curl would send, those of options included. */
function sentHeaders(given: readonly Given[], hasBody: boolean): readonly RawHeader[] {
  const written = given.flatMap(({ option, value }) => headersOf(option, value));
  const has = (name: string) => written.some(([other]) => other.toLowerCase() === name);
  const isJson = given.some(({ option }) => option === 'json');
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  return hasBody && !has('content-type') ? [...written, ['Content-Type', type]] : written;
}

function headersOf(option: UsedOption, value: string): readonly RawHeader[] {
  switch (option) {
    case 'header': {
      const colon = value.indexOf(':');
      // `X-Empty;` is a header without a value; `X-Removed:` is one that curl does not send.
      if (colon < 0) return value.endsWith(';') ? [[value.slice(0, -1).trim(), '']] : [];
      const text = value.slice(colon + 1).trim();
      return text === '' ? [] : [[value.slice(0, colon).trim(), text]];
    }
    case 'cookie':
      return [['Cookie', value]];
    case 'referer':
      return [['Referer', value]];
    case 'user':
      return [['Authorization', `Basic ${Buffer.from(value).toString('base64')}`]];
    case 'oauth2-bearer':
      return [['Authorization', `Bearer ${value}`]];
    default:
      return [];
  }
}

/** The body: `-d` joins its values with `&`. */
function dataOf(given: readonly Given[]): Attempt<string | null, string> {
  let data: string | null = null;
  for (const { option, value } of given) {
    if (option !== 'data' && option !== 'data-raw' && option !== 'data-urlencode' && option !== 'json')
      continue;
    const isFile =
      option === 'data-urlencode' ? /^[^=]*@/.test(value) : value.startsWith('@') && option !== 'data-raw';
    if (isFile)
      return failure(
        `--${option} ${shown(value)}: corspec does not read files. Write the body into the command.`,
      );
    const text: string = option === 'data-urlencode' ? encoded(value) : value;
    data = data === null ? text : `${data}${option === 'json' ? '' : '&'}${text}`;
  }
  return success(data);
}

function encoded(value: string): string {
  const equals = value.indexOf('=');
  const name = value.slice(0, Math.max(0, equals));
  return `${name === '' ? '' : `${name}=`}${percentEncoded(value.slice(equals + 1))}`;
}

function shown(word: string): string {
  return JSON.stringify(word.length > 60 ? `${word.slice(0, 59)}…` : word);
}
