/** A file that a part of a run needs cannot be used. The command exits with status 2. */
export class PartError extends Error {
  override readonly name = 'PartError';
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
