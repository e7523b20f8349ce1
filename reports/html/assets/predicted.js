// @ts-check
import { outcomeLines } from './request.js';

/**
 * What the page of a browser would get, by the model: a network error has no reason for a script, and the reason is that
 * of the standard.
 * @param {import('../../../src/results/outcome.ts').StepOutcome} outcome
 * @param {string | undefined} client how the page makes the request; fetch without one
 * @returns {string[]}
 */
export function predictedLines(outcome, client = 'fetch') {
  if (outcome.kind !== 'error') return outcomeLines(outcome);
  return [networkError(client), `Reason, which a script cannot read: ${outcome.message}`];
}

/** @param {string} client */
function networkError(client) {
  switch (client) {
    case 'xhr':
      return 'A network error: an `error` event, and `status` is 0.';
    case 'fetch':
      return 'A network error: `TypeError: Failed to fetch`.';
    default:
      return 'A network error.';
  }
}
