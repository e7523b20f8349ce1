import type { Explanation, ShownCheck, Section } from '../../src/results/explanation.ts';
import type { RawHeader } from '../../src/results/exchange.ts';

/** A header of a message, and what it decided: `pass` and `fail` by a check that looked at it. */
export interface DiagramHeader {
  readonly name: string;
  readonly value: string;
  readonly decided: 'pass' | 'fail' | null;
}

/** One step of a sequence diagram. */
export type DiagramStep =
  | {
      readonly kind: 'arrow';
      readonly from: Lane;
      readonly to: Lane;
      readonly label: string;
      readonly broken: boolean;
      readonly headers: readonly DiagramHeader[];
    }
  | {
      readonly kind: 'note';
      readonly title: string;
      readonly answer: string;
      readonly turn: Section['turn'];
      readonly texts: readonly string[];
      readonly checks: readonly ShownCheck[];
    }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'ending'; readonly outcome: Explanation['ending']['outcome']; readonly text: string };

export type Lane = 'page' | 'browser' | 'server';

/** What the client is that makes the request: its name in the first message. */
export type ClientName = 'fetch' | 'XMLHttpRequest' | 'axios';

/** The messages between page, browser and server, and the questions that the browser answers between them, in their order. */
export function diagramOf(explanation: Explanation, client: ClientName = 'fetch'): readonly DiagramStep[] {
  const { request, chapters, ending } = explanation;
  const path = new URL(request.url);
  const asks = `${client} ${request.method} ${path.pathname}${path.search}`;
  const answer = {
    readable: 'the response',
    blocked: client === 'axios' ? 'AxiosError: Network Error' : errorOf(client),
    opaque: 'an opaque response',
    unknown: 'not known',
  }[ending.outcome];
  return [
    arrow('page', 'browser', asks),
    ...chapters.flatMap(stepsOf),
    { ...arrow('browser', 'page', answer), broken: ending.outcome === 'blocked' },
    { kind: 'ending', outcome: ending.outcome, text: ending.says },
  ];
}

function errorOf(client: ClientName): string {
  return client === 'fetch' ? 'TypeError: Failed to fetch' : 'an error event, status 0';
}

function arrow(
  from: Lane,
  to: Lane,
  label: string,
  headers: readonly DiagramHeader[] = [],
): Extract<DiagramStep, { kind: 'arrow' }> {
  return { kind: 'arrow', from, to, label, broken: false, headers };
}

function stepsOf(section: Section): readonly DiagramStep[] {
  const checks = section.paragraphs.flatMap((one) => (one.kind === 'checks' ? one.checks : []));
  const messages = section.paragraphs.flatMap((one): readonly DiagramStep[] => {
    if (one.kind !== 'exchange') return [];
    const { method, target, requestHeaders, response, failure } = one.exchange;
    const sent = arrow('browser', 'server', `${method} ${target}`, headersOf(requestHeaders, []));
    if (response === undefined)
      return [sent, { ...arrow('server', 'browser', failure ?? 'no response'), broken: true }];
    const status = `${response.status} ${response.reason}`.trim();
    return [sent, arrow('server', 'browser', status, headersOf(response.headers, checks))];
  });
  const texts = section.paragraphs.flatMap((one) => {
    if (one.kind === 'text') return [one.text];
    return one.kind === 'origins'
      ? one.rows
          .filter(({ same }) => !same)
          .map(({ part, page, server }) => `${part}: page \`${page}\`, server \`${server}\``)
      : [];
  });
  const { title, answer, turn } = section;
  return [...messages, { kind: 'note', title, answer, turn, texts, checks }];
}

function headersOf(headers: readonly RawHeader[], checks: readonly ShownCheck[]): readonly DiagramHeader[] {
  return headers.map(([name, value]) => {
    const own = checks.filter(({ header }) => header === name.toLowerCase());
    if (own.length === 0) return { name, value, decided: null };
    return { name, value, decided: own.some(({ ok }) => !ok) ? 'fail' : 'pass' };
  });
}
