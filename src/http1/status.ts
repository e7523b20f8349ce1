/** The status of a response that switches to the protocol that its request asks for, such as a WebSocket. */
export const switchingProtocols = 101;

/** The status of a rate limit. https://www.rfc-editor.org/rfc/rfc6585#section-4 */
export const tooManyRequests = 429;

/** The status of a server that is overloaded for a time. https://www.rfc-editor.org/rfc/rfc9110#section-15.6.4 */
export const serviceUnavailable = 503;

/** Whether a status says that there is nothing at a path. */
export function isAbsent(status: number): boolean {
  return status === 404 || status === 410;
}
