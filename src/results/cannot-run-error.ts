/** Nothing can be said: no browser, no target. The command ends with status 3. */
export class CannotRunError extends Error {
  override readonly name = 'CannotRunError';
}
