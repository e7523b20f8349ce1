import type { Ending } from '../results/explanation.ts';
import { deviationsOf } from '../judge/deviations.ts';
import type { ExplainFacts } from './request.ts';
import type { Subject } from './subject.ts';

/** What a real browser did, beside what the standard says. */
export function observedOf(facts: ExplainFacts, { request, replayed }: Subject): Ending['observed'] {
  const { observed, exchanges, browser } = facts;
  if (observed === null) return undefined;
  const { outcome, console } = observed;
  // What corspec answered in the server's place is none of the browser's doing.
  const whole = exchanges.every(({ failure }) => failure === undefined);
  const deviations = whole
    ? deviationsOf(browser.id, { ...replayed, request, exchanges, outcome }, false)
    : [];
  return { outcome, console: console.map(withoutPage), deviations };
}

/** Lines of the console end with who made the request: a page that nobody else knows. */
function withoutPage(line: string): string {
  return line.replace(/ \(https?:\/\/[^()\s]*\/\.corspec\/[^()]*\)$/, '');
}
