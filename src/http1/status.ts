/** The status of a rate limit. https://www.rfc-editor.org/rfc/rfc6585#section-4 */
export const tooManyRequests = 429;
