import type { Section, SharedParagraph, Explanation } from '../results/explanation.ts';
import { toRecorded } from '../judge/replay-steps.ts';
import { explainedCauses } from './causes.ts';
import { advise } from './advice.ts';
import { endingOf } from './ending.ts';
import { exchangeSections, unsentSection } from './exchange-sections.ts';
import { originSection, preflightSection } from './first-sections.ts';
import { notesOf } from './notes.ts';
import { observedOf } from './observed.ts';
import { remedies } from './remedies.ts';
import { type ExplainFacts, toPageRequest } from './request.ts';
import { replayRequest } from './replay-request.ts';
import type { Subject } from './subject.ts';
import { masked, shownExchange } from './shown-exchange.ts';

/** What a browser does with a request, from what was on the wire: a pure function. */
export function explainRequest(facts: ExplainFacts): Explanation {
  const { request, browser } = facts;
  const subject = subjectOf(facts);
  const found = remedies(subject);
  const observed = observedOf(facts, subject);
  const chapters: readonly Section[] = [
    ...firstSections(subject),
    ...exchangeSections(subject, (exchange) => ({
      kind: 'exchange' as const,
      exchange: shownExchange(exchange, subject.request),
    })),
  ];
  const { method, url, origin, credentials, headers, cookies } = request;
  return {
    schema: 'corspec/story@1',
    request: { method, url, origin, credentials, headers: headers.map(masked) },
    browser,
    chapters,
    ending: {
      ...endingOf(subject, found[0], { cookies, quotesBrowsers: true }),
      ...(observed === undefined ? {} : { observed }),
    },
    advice: advise(subject, found),
    notes: notesOf(subject),
    causes: explainedCauses(subject, found, request.fixFor ?? null),
  };
}

/** What the browser decides before anything is sent. */
export function firstSections(subject: Subject): readonly Section<SharedParagraph>[] {
  const second = unsentSection(subject.replayed) ?? preflightSection(subject);
  return [originSection(subject), ...(second === null ? [] : [second])];
}

function subjectOf({ request, exchanges }: ExplainFacts): Subject {
  const recording = exchanges.map((exchange) => toRecorded(exchange));
  return {
    request: toPageRequest(request),
    origin: request.origin,
    exchanges,
    recording,
    replayed: replayRequest(request, recording),
    again: (other) => replayRequest(request, other),
  };
}
