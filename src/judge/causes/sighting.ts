import type { Clue } from '../../causes/clue.ts';
import { responseClues, uniqueClues } from '../../causes/library-clues.ts';
import { getHeader } from '../../fetch-standard/index.ts';
import { originIn } from '../../policy/allows.ts';
import type { Exchange } from '../../results/exchange.ts';
import type { CheckFacts } from '../facts.ts';
import { isPreflight } from '../wire-shape.ts';
import { answerOf } from './state.ts';

/** What a check's exchanges show of the target as a whole: for causes that one check alone cannot tell apart. */
export interface Sighting {
  /** Whether a response has any CORS header. */
  readonly hasCors: boolean;
  /** Origins to which a response grants access. */
  readonly granted: readonly string[];
  /** How each request is answered (state.ts). */
  readonly answers: readonly string[];
  /** Statuses of actual responses to origins that the policy allows. */
  readonly statuses: readonly number[];
  /** Of the library that the target is made with. */
  readonly clues: readonly Clue[];
}

export function sightingOf({ exchanges, planned }: CheckFacts): Sighting {
  const answered = exchanges.filter(
    ({ response, failure }) => response !== undefined && failure?.kind !== 'held-back',
  );
  const { policy } = planned.target;
  return {
    hasCors: answered.some(hasCorsHeader),
    granted: unique(answered.flatMap((exchange) => grantedOrigin(exchange) ?? [])),
    answers: unique(answered.flatMap((exchange) => answerOf(exchange) ?? [])),
    statuses: unique(
      answered
        .filter(
          (exchange) => !isPreflight(exchange) && originIn(policy, originOf(exchange) ?? '') === 'allowed',
        )
        .map(({ response }) => response?.status ?? 0),
    ),
    clues: uniqueClues(
      answered.flatMap(({ response }) => (response === undefined ? [] : responseClues(response))),
    ),
  };
}

/** What several checks of one target show together. */
export function together(sightings: readonly Sighting[]): Sighting {
  return {
    hasCors: sightings.some(({ hasCors }) => hasCors),
    granted: unique(sightings.flatMap(({ granted }) => granted)),
    answers: unique(sightings.flatMap(({ answers }) => answers)),
    statuses: unique(sightings.flatMap(({ statuses }) => statuses)),
    clues: uniqueClues(sightings.flatMap(({ clues }) => clues)),
  };
}

function hasCorsHeader({ response }: Exchange): boolean {
  return response?.headers.some(([name]) => name.toLowerCase().startsWith('access-control-')) === true;
}

function originOf({ request }: Exchange): string | null {
  return getHeader(request.headers, 'origin');
}

/** The request's origin, where Access-Control-Allow-Origin names it, or is `*`. */
function grantedOrigin(exchange: Exchange): string | null {
  const origin = originOf(exchange);
  const allowed = getHeader(exchange.response?.headers ?? [], 'access-control-allow-origin');
  return origin !== null && (allowed === origin || allowed === '*') ? origin : null;
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
