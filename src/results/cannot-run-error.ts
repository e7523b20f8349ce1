/** No check could be run: no browser or no target. The command exits with status 3. */
export class CannotRunError extends Error {
  override readonly name = 'CannotRunError';
}
