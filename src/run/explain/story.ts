import type { Chapter, Story } from '../../vocabulary/story.ts';
import { toRecorded } from '../judge/replay-steps.ts';
import { advise } from './advice.ts';
import { endingOf } from './ending.ts';
import { exchangeChapters, unsentChapter } from './exchange-chapters.ts';
import { originChapter, preflightChapter } from './first-chapters.ts';
import { remedies } from './remedies.ts';
import type { ExplainFacts } from './request.ts';
import { retell } from './retell.ts';
import { masked } from './told-exchange.ts';

/** What a browser does with a request, from what was on the wire: a pure function. */
export function tellStory(facts: ExplainFacts): Story {
  const { request, browser, exchanges } = facts;
  const recording = exchanges.map((exchange) => toRecorded(exchange));
  const replayed = retell(request, recording);
  const found = remedies(request, recording);
  const second = unsentChapter(replayed) ?? preflightChapter(request);
  const chapters: readonly Chapter[] = [
    originChapter(request),
    ...(second === null ? [] : [second]),
    ...exchangeChapters(facts, replayed),
  ];
  const { method, url, origin, credentials, headers } = request;
  return {
    schema: 'corspec/story@1',
    request: { method, url, origin, credentials, headers: headers.map(masked) },
    browser,
    chapters,
    ending: endingOf(facts, replayed, found[0]),
    advice: advise(request, found),
  };
}
