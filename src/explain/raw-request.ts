import { describeReason } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import type { StepFacts } from '../judge/facts.ts';
import { decidedAt } from '../judge/decided-at.ts';
import { announcedMethod } from '../judge/raw-request.ts';
import { checksOf } from './exchange-sections.ts';
import type { CheckSection, Recorded, RequestSections } from './sections.ts';

/** Of what is sent many times over, so many are shown. */
const mostShown = 3;

/** The story of a request that corspec sent itself, and what a browser would make of the response. */
export function explainRawRequest(step: StepFacts, place: (exchange: Exchange) => Recorded): RequestSections {
  return { chapters: [whoAsks(step), answerSection(step, place)], ending: endingOf(step), advice: [] };
}

function whoAsks({ request }: StepFacts): CheckSection {
  const origin = request.raw?.origin ?? null;
  const answer =
    origin === null ? 'corspec itself, without Origin' : `corspec itself, with the Origin ${origin}`;
  const text =
    origin === null
      ? 'No page sends this request: tools, servers and the address bar do, and CORS does not apply.'
      : 'No page can make a browser send exactly this. The checks show what a browser would do with the response.';
  return { title: 'Who sends it?', answer, turn: 'on', paragraphs: [{ kind: 'text', text }] };
}

function answerSection(
  { request, exchanges, verdict }: StepFacts,
  place: (exchange: Exchange) => Recorded,
): CheckSection {
  const isPreflight = announcedMethod(request) !== null;
  return {
    title: `The ${isPreflight ? 'preflight' : request.method}`,
    ...answerOf(isPreflight, exchanges.at(-1)?.response?.status, verdict),
    paragraphs: [...sample(exchanges, place), ...checksOf(verdict?.trace ?? [])],
  };
}

function answerOf(
  isPreflight: boolean,
  status: number | undefined,
  verdict: StepFacts['verdict'],
): Pick<CheckSection, 'answer' | 'turn'> {
  if (status === undefined || verdict === null) return { answer: 'gets no answer', turn: 'unknown' };
  const answered = `is answered with ${status}`;
  if (verdict.outcome === 'blocked') {
    const refusal = isPreflight ? 'does not allow the request' : 'no script can read it';
    return { answer: `${answered}, and ${refusal}`, turn: 'stop' };
  }
  return { answer: isPreflight ? `${answered}, and allows the request` : answered, turn: 'on' };
}

/** The first exchanges and the last: those between are like them. */
function sample(
  exchanges: readonly Exchange[],
  place: (exchange: Exchange) => Recorded,
): CheckSection['paragraphs'] {
  if (exchanges.length <= mostShown + 1) return exchanges.map(place);
  const shown = [...exchanges.slice(0, mostShown), ...exchanges.slice(-1)];
  const left = exchanges.length - shown.length;
  return [
    ...shown.map(place),
    { kind: 'text', text: `It was sent ${exchanges.length} times; ${left} are not shown.` },
  ];
}

function endingOf({ request, verdict }: StepFacts): RequestSections['ending'] {
  const announced = announcedMethod(request);
  if (verdict === null)
    return { outcome: 'unknown', says: 'There is no response for a browser to check.', rows: [] };
  const entry = verdict.decidedBy;
  if (entry === undefined) {
    const passes =
      announced === null ? 'A script could read the response.' : `A browser would send the ${announced}.`;
    const says = request.raw?.origin === null ? 'A client without Origin can read the response.' : passes;
    return { outcome: 'readable', says, rows: [] };
  }
  return {
    outcome: 'blocked',
    says:
      announced === null
        ? 'A script could not read the response.'
        : `A browser would not send the ${announced}.`,
    rows: [{ label: 'because', text: describeReason(entry) }],
    decidedBy: decidedAt(entry),
  };
}
