import type { Expectation } from '../expectation.ts';
import type { RequestSpec } from '../scenario.ts';
import { describeHeaderConditions } from './headers.ts';
import { joined, times } from '../../text/phrases.ts';
import { isRawPreflight } from '../played-by-corspec.ts';
import { isEmbed } from './request.ts';
import { code } from './origin.ts';

/** The expected result of a request, one sentence each. */
export function describeExpectation(request: RequestSpec, expect: Expectation): readonly string[] {
  return [
    ...(expect.byPolicy === true ? impliedOutcome(expect) : describeOutcome(request, expect)),
    ...describeWire(request, expect),
    ...describeCarried(expect),
    ...describeReadable(expect),
    ...describeWrites(expect.writes),
    ...describeFacts(expect),
    ...describeHeaders(request, expect),
    ...describeComparisons(expect),
  ];
}

function describeOutcome(request: RequestSpec, { outcome, status }: Expectation): string[] {
  const seen = describeStatus(request, status);
  if (outcome === undefined) return seen;
  if (request.client === 'raw') return [judgedByStandard(request, outcome === 'readable')];
  if (request.client === 'event-source') return [streamOutcomes[outcome]];
  if (request.client === 'jsonp' && outcome === 'opaque')
    return ['The script runs and passes its data to the page.'];
  if (isEmbed(request.client)) return [embedOutcomes[outcome]];
  if (outcome === 'readable' && status !== undefined)
    return [`The script can read the response, which has status ${status}.`];
  return [request.redirect === 'manual' && outcome === 'opaque' ? manual : outcomes[outcome], ...seen];
}

function describeStatus({ client }: RequestSpec, status: number | undefined): string[] {
  const subject = client === 'raw' ? 'The response has' : 'The script gets';
  return status === undefined ? [] : [`${subject} status ${status}.`];
}

function impliedOutcome({ status }: Expectation): string[] {
  const readable = `the script can read the response${status === undefined ? '' : `, which has status ${status}`}`;
  return [
    `If the policy allows the origin, the credentials, the method and the headers of the request, ${readable}.`,
    'Otherwise the script gets a network error; if a preflight was necessary, the server receives only the preflight.',
  ];
}

function judgedByStandard(request: RequestSpec, isReadable: boolean): string {
  return isRawPreflight(request)
    ? `According to the Fetch standard, the preflight ${isReadable ? 'passes' : 'fails'}.`
    : `According to the Fetch standard, a page ${isReadable ? 'could' : 'could not'} read the response.`;
}

const manual = 'The script gets an opaque redirect response, which shows only that there is a redirect.';

const outcomes = {
  readable: 'The script can read the response.',
  blocked: 'The script gets a network error and cannot read the response.',
  opaque: 'The script gets an opaque response, which it cannot read.',
} as const;

const embedOutcomes = {
  readable: 'The resource loads.',
  blocked: 'The resource does not load.',
  opaque: 'The resource loads, but the page cannot read it.',
} as const;

const streamOutcomes = {
  readable: 'The stream opens and the page receives its events.',
  blocked: 'The stream does not open.',
  opaque: 'The stream does not open.',
} as const;

const numbers: Readonly<Record<number, string>> = { 2: 'two', 3: 'three', 4: 'four' };

function describeWire(request: RequestSpec, { wire, outcome }: Expectation): string[] {
  if (wire === undefined) return [];
  const [first, second] = wire;
  if (first === undefined) return ['The server receives no request.'];
  const { client, method = 'GET' } = request;
  const isByPage = client !== 'raw';
  if (second !== undefined) return [describeSeveral(wire, isByPage && first === 'OPTIONS')];
  if (isByPage && first === 'OPTIONS' && method !== 'OPTIONS')
    return [`The server receives only the preflight; the ${method} is not sent.`];
  return outcome === 'blocked'
    ? [`The server receives the ${first}; only its response is blocked.`]
    : [`The server receives the ${first} without a preflight.`];
}

function describeSeveral(wire: readonly string[], isPreflighted: boolean): string {
  return isPreflighted && wire.length === 2
    ? `The server receives a preflight, then the ${wire[1] ?? ''}.`
    : `The server receives ${numbers[wire.length] ?? wire.length} requests: ${wire.join(', ')}.`;
}

function describeCarried({ cookie, origin }: Expectation): string[] {
  return [
    ...(cookie === undefined ? [] : [`The request has ${cookie === 'sent' ? 'a' : 'no'} cookie.`]),
    ...(origin === undefined ? [] : [`The request has ${origins[origin]}.`]),
  ];
}

const origins: Readonly<Record<NonNullable<Expectation['origin']>, string>> = {
  sent: 'an Origin header',
  absent: 'no Origin header',
  null: '`Origin: null`',
};

const exposed: Readonly<Record<string, string>> = {
  $exposed: 'a header that the policy exposes',
  '$exposed-all': 'every header that the policy exposes',
};

function describeReadable(expect: Expectation): string[] {
  const { visible, hidden, body, cookieHiddenFromPage, cookieShownToPage } = expect;
  const names = (list: readonly string[]) => list.map((name) => exposed[name] ?? code(name));
  return [
    ...(visible === undefined ? [] : [`The script can read ${joined(names(visible))}.`]),
    ...(hidden === undefined ? [] : [`The script cannot read ${joined(names(hidden), 'or')}.`]),
    ...(body === undefined ? [] : [`The body contains ${code(body)}.`]),
    ...(cookieHiddenFromPage === undefined
      ? []
      : [`\`document.cookie\` does not show ${code(cookieHiddenFromPage)}.`]),
    ...(cookieShownToPage === undefined ? [] : [`\`document.cookie\` shows ${code(cookieShownToPage)}.`]),
  ];
}

function describeWrites(writes: number | undefined): string[] {
  if (writes === undefined) return [];
  return [
    writes === 0
      ? 'Nothing changes on the server.'
      : `The request takes effect on the server ${times(writes)}.`,
  ];
}

function describeFacts({ facts }: Expectation): string[] {
  const results = [facts?.outcome, facts?.writes, facts?.upgrade].flatMap((texts) =>
    Object.values(texts ?? {}),
  );
  return results.length === 0
    ? []
    : [`Neither result is a failure; corspec reports which one it is. ${results.join(' Or: ')}`];
}

function describeHeaders(request: RequestSpec, { response, preflight }: Expectation): string[] {
  return [
    ...describeHeaderConditions(preflight ?? {}).map((words) => `In the preflight response, ${words}.`),
    ...describeHeaderConditions(response ?? {}).map((words) => `In the response, ${words}.`),
  ];
}

function describeComparisons({
  varies,
  variesByRequest,
  timesFirst,
  timesQuarter,
  console: reported,
}: Expectation): string[] {
  return [
    ...(varies === true
      ? [
          'If Access-Control-Allow-Origin differs between the responses of this scenario, Vary in this response contains Origin.',
        ]
      : []),
    ...(variesByRequest === undefined
      ? []
      : [
          variesByRequest === 'headers'
            ? 'If Access-Control-Allow-Headers differs between the responses of this scenario, Vary in this response contains Access-Control-Request-Headers.'
            : 'If Access-Control-Allow-Methods differs between the responses of this scenario, Vary in this response contains Access-Control-Request-Method.',
        ]),
    ...(timesFirst === undefined
      ? []
      : [
          `The response takes at most ${timesFirst} times as long as the first one${timesQuarter === undefined ? '' : `, or at most ${timesQuarter} times as long as the response to the request of a quarter of the length`}.`,
        ]),
    ...(reported === undefined ? [] : ['The browser’s console reports CORS.']),
  ];
}
