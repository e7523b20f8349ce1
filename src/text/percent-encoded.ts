/**
 * `encodeURIComponent` for text of unknown origin: it throws a URIError for half of a surrogate pair, which JSON and escapes
 * of a shell can contain. Such a half becomes U+FFFD, as browsers do in URLs.
 */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}
