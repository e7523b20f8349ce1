import { createContext, replay, type RecordedExchange } from '../fetch-standard/index.ts';
import type { CheckExplanation } from '../results/check-explanation.ts';
import type { Exchange } from '../results/exchange.ts';
import { outcomeOf } from '../judge/deviations.ts';
import type { CheckFacts, JudgedCheck, StepFacts } from '../judge/facts.ts';
import { replaySteps, toRecorded } from '../judge/replay-steps.ts';
import { askerOf, toFetchRequest, withoutCheck } from '../judge/to-fetch-request.ts';
import { advise } from './advice.ts';
import { endingOf } from './ending.ts';
import { checksOf, exchangeSections } from './exchange-sections.ts';
import { remedies } from './remedies.ts';
import { firstSections } from './explanation.ts';
import type { Subject } from './subject.ts';
import type { CheckSection, Recorded, RequestSections } from './sections.ts';
import { explainRawRequest } from './raw-request.ts';

/**
 * The story of each request of a check, as far as they were made: what the Fetch standard has a browser do with it, from
 * what was on the wire. A pure function.
 */
export function explainCheck(facts: CheckFacts): CheckExplanation[] {
  const place = (exchange: Exchange): Recorded => ({
    kind: 'recorded',
    exchange: facts.exchanges.indexOf(exchange),
  });
  const stories = replaySteps(facts).map((step) =>
    step.request.client === 'raw' ? explainRawRequest(step, place) : explainStep(facts.planned, step, place),
  );
  return structuredClone(stories) as CheckExplanation[];
}

function explainStep(
  planned: JudgedCheck,
  step: StepFacts,
  place: (exchange: Exchange) => Recorded,
): RequestSections {
  const subject = subjectOf(planned, step);
  const found = remedies(subject);
  const ending = endingOf(subject, found[0], { cookies: [], quotesBrowsers: false });
  return {
    chapters: [...firstSections(subject), ...sectionsOf(step, subject, place)],
    ending: { ...ending, says: isByStandard(step) ? ending.says : `By the standard: ${ending.says}` },
    // What the policy leaves out shall not pass, and what the browser let through does: nothing is to be changed for it.
    advice:
      step.expect.outcome === 'readable' && outcomeOf(step.outcome) !== 'readable'
        ? advise(subject, found)
        : [],
  };
}

function sectionsOf(
  step: StepFacts,
  subject: Subject,
  place: (exchange: Exchange) => Recorded,
): readonly CheckSection[] {
  if (step.fromPreload === true) return [preloadSection(step)];
  return step.fromCache === true ? [cacheSection(step)] : exchangeSections(subject, place);
}

/** Whether the browser did what the story tells. */
function isByStandard({ verdict, outcome, mismatches }: StepFacts): boolean {
  const did = outcomeOf(outcome);
  return mismatches.length === 0 && (verdict === null || did === null || did === verdict.outcome);
}

function subjectOf({ origin }: JudgedCheck, step: StepFacts): Subject {
  const { exchanges } = step;
  const request = { ...step.request, url: withoutCheck(step.request.url) };
  const asker = askerOf(request, origin);
  const recording = exchanges.map((exchange) => toRecorded(exchange));
  // Whatever an earlier preflight granted: one that is needed and was not sent counts as cached.
  const again = (other: readonly RecordedExchange[]) =>
    replay(toFetchRequest(request, asker), other, createContext({ now: () => 0 }));
  return { request, origin: asker, exchanges, recording, replayed: step, again };
}

/** https://html.spec.whatwg.org/#consume-a-preloaded-resource */
function preloadSection({ request }: StepFacts): CheckSection {
  return {
    title: `The ${request.method}`,
    answer: 'is not sent: a preload has loaded the response',
    turn: 'on',
    paragraphs: [{ kind: 'text', text: 'The preload has the same mode and credentials as this request.' }],
  };
}

/** The browser has the response of an earlier request, and checks it for this one. */
function cacheSection({ request, verdict }: StepFacts): CheckSection {
  const isRefused = verdict?.outcome === 'blocked';
  return {
    title: `The ${request.method}`,
    answer: `is not sent: the browser has a stored response${isRefused ? ', and the script cannot read it' : ''}`,
    turn: isRefused ? 'stop' : 'on',
    paragraphs: [
      {
        kind: 'text',
        text: 'Its Cache-Control allows the browser to use it again. Its stored headers are checked for this page.',
      },
      ...checksOf(verdict?.trace ?? []),
    ],
  };
}
