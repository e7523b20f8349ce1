import type { Expectation, RequestSpec } from '../scenario.ts';
import { headerConditionsInWords } from './headers.ts';
import { joined, times } from '../../text/phrases.ts';
import { isAskedByCorspec, isEmbed } from './request.ts';
import { code } from './who.ts';

/** What must come of a request, a sentence each. */
export function expectationInWords(request: RequestSpec, expect: Expectation): readonly string[] {
  return [
    ...outcomeInWords(request, expect),
    ...wireInWords(request, expect),
    ...carriedInWords(expect),
    ...seenInWords(expect),
    ...writesInWords(expect.writes),
    ...factsInWords(expect),
    ...headersInWords(request, expect),
    ...comparedInWords(expect),
  ];
}

function outcomeInWords(request: RequestSpec, { outcome, status }: Expectation): string[] {
  const seen = status === undefined ? [] : [`The script sees status ${status}.`];
  if (outcome === undefined) return seen;
  if (request.client === 'wire') return [judgedByStandard(request, outcome === 'readable')];
  if (request.client === 'event-source') return [streamOutcomes[outcome]];
  if (request.client === 'jsonp' && outcome === 'opaque') return ['It runs, and hands its data to the page.'];
  if (isEmbed(request.client)) return [embedOutcomes[outcome]];
  if (outcome === 'readable' && status !== undefined)
    return [`The script can read the response, with status ${status}.`];
  return [request.redirect === 'manual' && outcome === 'opaque' ? manual : outcomes[outcome], ...seen];
}

function judgedByStandard(request: RequestSpec, isReadable: boolean): string {
  return isAskedByCorspec(request)
    ? `By the standard, the preflight ${isReadable ? 'passes' : 'does not pass'}.`
    : `By the standard, a page ${isReadable ? 'could' : 'could not'} read the response.`;
}

const manual = 'The script learns that there is a redirect, and nothing else of it.';

const outcomes = {
  readable: 'The script can read the response.',
  blocked: 'The script gets a network error, and learns nothing of the response.',
  opaque: 'The script gets an opaque response, which hides everything.',
} as const;

const embedOutcomes = {
  readable: 'It loads.',
  blocked: 'It does not load.',
  opaque: 'It loads, and the page cannot look into it.',
} as const;

const streamOutcomes = {
  readable: 'The stream opens, and its events arrive.',
  blocked: 'The stream does not open.',
  opaque: 'The stream does not open.',
} as const;

const numbers: Readonly<Record<number, string>> = { 2: 'Two', 3: 'Three', 4: 'Four' };

function wireInWords(request: RequestSpec, { wire, outcome }: Expectation): string[] {
  if (wire === undefined) return [];
  const [first, second] = wire;
  if (first === undefined) return ['Nothing arrives at the server.'];
  const { client, method = 'GET' } = request;
  const isByPage = client !== 'wire';
  if (second !== undefined) return [severalInWords(wire, isByPage && first === 'OPTIONS')];
  if (isByPage && first === 'OPTIONS' && method !== 'OPTIONS')
    return [`The preflight alone arrives at the server: the ${method} is never sent.`];
  return outcome === 'blocked'
    ? [`The ${first} does arrive at the server: what is kept back is the response.`]
    : [`The ${first} arrives at the server without a preflight.`];
}

function severalInWords(wire: readonly string[], isPreflighted: boolean): string {
  return isPreflighted && wire.length === 2
    ? `A preflight arrives at the server, and then the ${wire[1] ?? ''}.`
    : `${numbers[wire.length] ?? wire.length} requests arrive at the server: ${wire.join(', ')}.`;
}

function carriedInWords({ cookie, origin }: Expectation): string[] {
  return [
    ...(cookie === undefined ? [] : [`The request carries ${cookie === 'sent' ? 'its' : 'no'} cookie.`]),
    ...(origin === undefined
      ? []
      : [`The request carries ${origin === 'sent' ? 'an' : 'no'} Origin header.`]),
  ];
}

const exposed: Readonly<Record<string, string>> = {
  $exposed: 'a header that the policy exposes',
  '$exposed-all': 'every header that the policy exposes',
};

function seenInWords({ visible, hidden, body, cookieHiddenFromPage }: Expectation): string[] {
  const names = (list: readonly string[]) => list.map((name) => exposed[name] ?? code(name));
  return [
    ...(visible === undefined ? [] : [`The script can read ${joined(names(visible))}.`]),
    ...(hidden === undefined ? [] : [`The script cannot read ${joined(names(hidden), 'or')}.`]),
    ...(body === undefined ? [] : [`The body holds ${code(body)}.`]),
    ...(cookieHiddenFromPage === undefined
      ? []
      : [`\`document.cookie\` does not show ${code(cookieHiddenFromPage)}.`]),
  ];
}

function writesInWords(writes: number | undefined): string[] {
  if (writes === undefined) return [];
  return [
    writes === 0 ? 'Nothing is changed on the server.' : `It takes effect on the server, ${times(writes)}.`,
  ];
}

function factsInWords({ facts }: Expectation): string[] {
  const answers = [...Object.values(facts?.outcome ?? {}), ...Object.values(facts?.writes ?? {})];
  return answers.length === 0 ? [] : [`This is reported, and is not a failure: ${answers.join(' Or: ')}`];
}

function headersInWords(request: RequestSpec, { response, preflight }: Expectation): string[] {
  return [
    ...headerConditionsInWords(preflight ?? {}).map((words) => `In the preflight’s response, ${words}.`),
    ...headerConditionsInWords(response ?? {}).map((words) => `In the response, ${words}.`),
  ];
}

function comparedInWords({ varies, timesFirst, console: said }: Expectation): string[] {
  return [
    ...(varies === true
      ? [
          'If Access-Control-Allow-Origin is not the same in all responses of this scenario, this one’s Vary lists Origin.',
        ]
      : []),
    ...(timesFirst === undefined
      ? []
      : [`It is answered not more than ${timesFirst} times slower than the first.`]),
    ...(said === undefined ? [] : ['The browser’s console names CORS.']),
  ];
}
