import type { Chapter, SharedParagraph, Story } from '../results/story.ts';
import { toRecorded } from '../judge/replay-steps.ts';
import { advise } from './advice.ts';
import { endingOf } from './ending.ts';
import { exchangeChapters, unsentChapter } from './exchange-chapters.ts';
import { originChapter, preflightChapter } from './first-chapters.ts';
import { observedOf } from './observed.ts';
import { remedies } from './remedies.ts';
import { type ExplainFacts, toPageRequest } from './request.ts';
import { retell } from './retell.ts';
import type { Subject } from './subject.ts';
import { masked, tellExchange } from './told-exchange.ts';

/** What a browser does with a request, from what was on the wire: a pure function. */
export function tellStory(facts: ExplainFacts): Story {
  const { request, browser } = facts;
  const subject = subjectOf(facts);
  const found = remedies(subject);
  const observed = observedOf(facts, subject);
  const chapters: readonly Chapter[] = [
    ...firstChapters(subject),
    ...exchangeChapters(subject, (exchange) => ({
      kind: 'exchange' as const,
      exchange: tellExchange(exchange, subject.request),
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
  };
}

/** What the browser decides before anything is sent. */
export function firstChapters(subject: Subject): readonly Chapter<SharedParagraph>[] {
  const second = unsentChapter(subject.replayed) ?? preflightChapter(subject);
  return [originChapter(subject), ...(second === null ? [] : [second])];
}

function subjectOf({ request, exchanges }: ExplainFacts): Subject {
  const recording = exchanges.map((exchange) => toRecorded(exchange));
  return {
    request: toPageRequest(request),
    origin: request.origin,
    exchanges,
    recording,
    replayed: retell(request, recording),
    again: (other) => retell(request, other),
  };
}
