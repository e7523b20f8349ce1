import { calibrationCases, type Section, sectionOf, sections } from '../fixtures/calibration/index.ts';
import { type Engine, type KnownDeviation, knownDeviations } from '../fixtures/known-deviations.ts';
import { table } from './markdown.ts';

/** What the document needs of a calibration: `corspec browsers --json` writes it, beside much else. */
export interface CalibrationSummary {
  readonly browser: {
    readonly id: string;
    readonly name: string;
    readonly version: string;
    readonly driver: string;
  };
  readonly deviating: readonly {
    readonly case: { readonly id: string };
    readonly symptoms: readonly { readonly id: string | null }[];
  }[];
}

/** What is not played, and why. */
const leftOut: readonly (readonly [string, string])[] = [
  ['8', 'Content Security Policy: nothing that a server of another origin decides.'],
  ['11', 'WebSocket and WebTransport: no CORS check.'],
  ['22, 82–84: 1xx, 407 and 421', 'Interim responses are no answers; 407 is the proxy\'s own; 421 is asked again on another connection, by the standard.'],
  ['26', 'Synchronous XMLHttpRequest: it would hold up the page that plays the cases.'],
  ['47', 'A server that reflects any origin: nothing for a browser to notice. The suites are about it.'],
  ['75', 'An upload listener that is set after `send()`: nothing on the wire depends on it.'],
  ['76, 160', 'Streams as request bodies: HTTP/1.1 carries none, and only Chromium has them.'],
  ['80, 81', 'Not cases of their own: every preflight is compared header by header.'],
  ['104, 180', 'Service workers.'],
  ['116, 117', 'Third-party cookies: the browser\'s and its user\'s own decision.'],
  ['128', '304 and the HTTP cache.'],
  ['134', 'The caps of max age: 7200 s in Chromium, 86 400 s in Firefox and 600 s in WebKit cannot be waited for. That larger values are taken is played.'],
  ['137', 'Another top-level site: a page plays its cases at the top.'],
  ['167, 168', '`data:`, `blob:` and srcdoc documents: the sandboxed frame stands for opaque origins.'],
  ['169–179', 'Embedding, EventSource, beacons and keepalive: not requests of fetch or XMLHttpRequest.'],
  ['181–191', 'What is beside CORS, apart from Cross-Origin-Resource-Policy (183, 184).'],
]; // prettier-ignore

const engines: readonly Engine[] = ['chromium', 'firefox', 'webkit'];

/** docs/browsers.md, from one calibration of each engine. */
export function browsersDocument(calibrations: readonly CalibrationSummary[]): string {
  return [
    '# Where browsers do other than the Fetch standard says',
    '',
    '<!-- Generated: npm run docs:browsers -->',
    '',
    `\`corspec browsers\` plays ${calibrationCases.length} cases in each engine, against a server that answers byte for byte what a case says,`,
    'and holds what came of each against the standard: the outcome, the response\'s type, status and headers as the script',
    'sees them, the number and kind of requests, and what they carried. Where a browser differs it is a deviation, which',
    'corspec never holds against a server. Those below are known by name (`fixtures/known-deviations.ts`); one that is not',
    'known is shown loudly, in `corspec browsers` and in every run.',
    '',
    '## Engines',
    '',
    table(
      ['Engine', 'Version', 'Driven by', 'Cases that deviate'],
      calibrations.map(({ browser, deviating }) => [browser.name, browser.version, browser.driver, String(deviating.length)]),
    ),
    '',
    '## Cases',
    '',
    table(['Section', 'About', 'Cases'], sectionRows()),
    '',
    '## Deviations',
    '',
    'The numbers count the cases in which it was seen.',
    '',
    table(
      ['Deviation', 'The standard', 'What is done', ...calibrations.map(({ browser }) => browser.name), 'For example', 'Source'],
      knownDeviations.filter(({ seen }) => engines.some((id) => seen[id] !== undefined)).map((known) => deviationRow(known, calibrations)),
    ),
    '',
    '## What is left out',
    '',
    table(['Case', 'Why'], leftOut),
    '',
  ].join('\n'); // prettier-ignore
}

function sectionRows(): readonly (readonly string[])[] {
  const rows = (Object.keys(sections) as Section[]).map((section) => [
    section,
    sections[section],
    String(calibrationCases.filter((item) => sectionOf(item) === section).length),
  ]);
  return [...rows, ['', 'all', String(calibrationCases.length)]];
}

function deviationRow(
  { id, title, standard, instead, source }: KnownDeviation,
  calibrations: readonly CalibrationSummary[],
): readonly string[] {
  const cases = calibrations.map(({ deviating }) =>
    deviating
      .filter(({ symptoms }) => symptoms.some((symptom) => symptom.id === id))
      .map((item) => item.case.id),
  );
  const counts = cases.map((ids) => (ids.length === 0 ? '–' : String(ids.length)));
  const example = cases.flat()[0];
  return [
    `**${title}** (\`${id}\`)`,
    standard,
    instead,
    ...counts,
    example === undefined ? '' : `\`${example}\``,
    source,
  ];
}
