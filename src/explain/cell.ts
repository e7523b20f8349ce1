import { createContext, replay, type RecordedExchange } from '../fetch-standard/index.ts';
import type { CellStory } from '../results/cell-story.ts';
import type { Exchange } from '../results/exchange.ts';
import { outcomeOf } from '../judge/deviations.ts';
import type { CellFacts, JudgedCell, StepFacts } from '../judge/facts.ts';
import { replaySteps, toRecorded } from '../judge/replay-steps.ts';
import { askerOf, toFetchRequest, withoutCell } from '../judge/to-fetch-request.ts';
import { advise } from './advice.ts';
import { endingOf } from './ending.ts';
import { checksOf, exchangeChapters } from './exchange-chapters.ts';
import { remedies } from './remedies.ts';
import { firstChapters } from './story.ts';
import type { Subject } from './subject.ts';
import type { CellChapter, Recorded, ToldRequest } from './told-cell.ts';
import { tellWire } from './wire-story.ts';

/**
 * The story of each request of a cell, as far as they were made: what the Fetch standard has a browser do with it, from
 * what was on the wire. A pure function.
 */
export function tellCell(facts: CellFacts): CellStory[] {
  const place = (exchange: Exchange): Recorded => ({
    kind: 'recorded',
    exchange: facts.exchanges.indexOf(exchange),
  });
  const stories = replaySteps(facts).map((step) =>
    step.request.client === 'wire' ? tellWire(step, place) : tellStep(facts.planned, step, place),
  );
  return structuredClone(stories) as CellStory[];
}

function tellStep(
  planned: JudgedCell,
  step: StepFacts,
  place: (exchange: Exchange) => Recorded,
): ToldRequest {
  const subject = subjectOf(planned, step);
  const found = remedies(subject);
  const ending = endingOf(subject, found[0], { cookies: [], quotesBrowsers: false });
  return {
    chapters: [
      ...firstChapters(subject),
      ...(step.fromCache === true ? [cacheChapter(step)] : exchangeChapters(subject, place)),
    ],
    ending: { ...ending, says: isByStandard(step) ? ending.says : `By the standard: ${ending.says}` },
    // What the policy leaves out shall not pass, and what the browser let through does: nothing is to be changed for it.
    advice:
      step.expect.outcome === 'readable' && outcomeOf(step.outcome) !== 'readable'
        ? advise(subject, found)
        : [],
  };
}

/** Whether the browser did what the story tells. */
function isByStandard({ verdict, outcome, mismatches }: StepFacts): boolean {
  const did = outcomeOf(outcome);
  return mismatches.length === 0 && (verdict === null || did === null || did === verdict.outcome);
}

function subjectOf({ origin }: JudgedCell, step: StepFacts): Subject {
  const { exchanges } = step;
  const request = { ...step.request, url: withoutCell(step.request.url) };
  const asker = askerOf(request, origin);
  const recording = exchanges.map((exchange) => toRecorded(exchange));
  // Whatever a preflight of before granted: one that is asked for and was not sent is taken as remembered.
  const again = (other: readonly RecordedExchange[]) =>
    replay(toFetchRequest(request, asker), other, createContext({ now: () => 0 }));
  return { request, origin: asker, exchanges, recording, replayed: step, again };
}

/** The browser has the response of an earlier request, and checks it for this one. */
function cacheChapter({ request, verdict }: StepFacts): CellChapter {
  const isRefused = verdict?.outcome === 'blocked';
  return {
    title: `The ${request.method}`,
    answer: `is not sent: the browser stored a response before${isRefused ? ', and the script must not see it' : ''}`,
    turn: isRefused ? 'stop' : 'on',
    paragraphs: [
      {
        kind: 'text',
        text: 'Its Cache-Control lets the browser use it again. The headers that it came with are checked for this page.',
      },
      ...checksOf(verdict?.trace ?? []),
    ],
  };
}
