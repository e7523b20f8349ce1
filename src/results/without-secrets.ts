import type { Redactor } from './redaction.ts';

/**
 * The only way out of a run: its result and its errors contain no secrets.
 * @param work whose result or error is shown to users
 */
export async function withoutSecrets<T>(redactor: Redactor, work: () => Promise<T>): Promise<T> {
  try {
    return redactor.value(await work());
  } catch (error) {
    if (error instanceof Error) {
      error.message = redactor.text(error.message);
      if (error.stack !== undefined) error.stack = redactor.text(error.stack);
    }
    throw error;
  }
}
