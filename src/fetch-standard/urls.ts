/**
 * A URL, or null for what is none (https://url.spec.whatwg.org/#concept-url-parser). `URL.canParse` must not be used
 * instead: once Node 20 has compiled its caller, it returns false for every string with a character from U+0080 to U+00FF.
 */
export function parseUrl(text: string, base?: string): URL | null {
  try {
    return new URL(text, base);
  } catch {
    return null;
  }
}
