import { mimeTypeEssence } from './mime-type.ts';
import type { HeaderList } from './types.ts';

const longestValue = 128;
const longestSum = 1024;

/** What must not stand in Accept or Content-Type. `#cors-unsafe-request-header-byte` */
// eslint-disable-next-line no-control-regex -- these bytes are what the standard names
const unsafeByte = /[\x00-\x08\x0a-\x1f"():<>?@[\\\]{}\x7f]/;
const languageValue = /^[0-9A-Za-z *,\-.;=]*$/;
const simpleRange = /^bytes=(?<start>[0-9]+)-(?<end>[0-9]*)$/;
const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'];

/** `bytes=0-`, `bytes=100-200`: one range that starts somewhere, with no spaces. `#simple-range-header-value` */
export function isSimpleRange(value: string): boolean {
  const { start, end } = simpleRange.exec(value)?.groups ?? {};
  if (start === undefined) return false;
  return !end || BigInt(start) <= BigInt(end);
}

/** Why a request header is not CORS-safelisted. `length` and `limit`: bytes. `#cors-safelisted-request-header` */
export type UnsafeReason =
  | { readonly code: 'not-safelisted' }
  | { readonly code: 'value-too-long' | 'values-too-long'; readonly length: number; readonly limit: number }
  | {
      readonly code: 'unsafe-byte' | 'language-invalid' | 'mime-type-invalid' | 'range-not-simple';
      readonly value: string;
    }
  | { readonly code: 'mime-type-not-safelisted'; readonly essence: string };

/** Why a request header is not CORS-safelisted; null when it is. `#cors-safelisted-request-header` */
export function whyNotSafelisted(name: string, value: string): UnsafeReason | null {
  const rule = rules.get(name.toLowerCase());
  if (rule === undefined) return { code: 'not-safelisted' };
  if (value.length > longestValue)
    return { code: 'value-too-long', length: value.length, limit: longestValue };
  return rule(value);
}

/** Whether a page may send this header anywhere without asking. `#cors-safelisted-request-header` */
export function isSafelistedRequestHeader(name: string, value: string): boolean {
  return whyNotSafelisted(name, value) === null;
}

/** A header that a preflight must ask for, and why. */
export interface UnsafeHeader {
  /** In lower case. */
  readonly name: string;
  readonly why: UnsafeReason;
}

/**
 * The request headers that a preflight must ask for, by name in lower case, sorted, each once. Safelisted headers are
 * among them when their values come to more than 1024 bytes. `#cors-unsafe-request-header-names`
 */
export function unsafeRequestHeaders(headers: HeaderList): readonly UnsafeHeader[] {
  const judged = headers.map(([name, value]) => ({
    name: name.toLowerCase(),
    why: whyNotSafelisted(name, value),
    length: value.length,
  }));
  const sum = judged.reduce((total, { why, length }) => (why === null ? total + length : total), 0);
  const tooMuch: UnsafeReason | null =
    sum > longestSum ? { code: 'values-too-long', length: sum, limit: longestSum } : null;
  const unsafe = new Map<string, UnsafeReason>();
  for (const { name, why } of judged) {
    const reason = why ?? tooMuch;
    if (reason !== null && !unsafe.has(name)) unsafe.set(name, reason);
  }
  return [...unsafe].map(([name, why]) => ({ name, why })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Their names alone: what Access-Control-Request-Headers lists. `#cors-unsafe-request-header-names` */
export function unsafeRequestHeaderNames(headers: HeaderList): readonly string[] {
  return unsafeRequestHeaders(headers).map(({ name }) => name);
}

type Rule = (value: string) => UnsafeReason | null;

/** By name: why a value keeps the header from being safelisted; null when it does not. */
const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['accept', acceptRule],
  ['accept-language', languageRule],
  ['content-language', languageRule],
  ['content-type', contentTypeRule],
  ['range', rangeRule],
]);

function acceptRule(value: string): UnsafeReason | null {
  return unsafeByte.test(value) ? { code: 'unsafe-byte', value } : null;
}

function languageRule(value: string): UnsafeReason | null {
  return languageValue.test(value) ? null : { code: 'language-invalid', value };
}

function contentTypeRule(value: string): UnsafeReason | null {
  const byte = acceptRule(value);
  if (byte !== null) return byte;
  const essence = mimeTypeEssence(value);
  if (essence === null) return { code: 'mime-type-invalid', value };
  return formTypes.includes(essence) ? null : { code: 'mime-type-not-safelisted', essence };
}

function rangeRule(value: string): UnsafeReason | null {
  return isSimpleRange(value) ? null : { code: 'range-not-simple', value };
}
