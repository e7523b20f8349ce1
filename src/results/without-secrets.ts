import type { Redactor } from './redaction.ts';

/**
 * The one way out of a run: what it gives and what it throws is free of secrets.
 * @param work whose result, or error, is shown to people
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
