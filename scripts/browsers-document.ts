import { calibrationCases, type Section, sectionOf, sections } from '../fixtures/calibration/index.ts';
import { type Engine, type KnownDeviation, knownDeviations } from '../fixtures/known-deviations.ts';
import { table } from './markdown.ts';

/** The part of the output of `corspec browsers --json` that the document needs. */
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

/** Cases that are not included, and why. */
const excluded: readonly (readonly [string, string])[] = [
  ['8', 'Content Security Policy: does not depend on another origin’s server.'],
  ['11', 'WebSocket and WebTransport: no CORS check.'],
  ['22, 82–84: 1xx, 407 and 421', 'Interim responses are not responses; 407 comes from the proxy; 421 is repeated on another connection, as the standard requires.'],
  ['26', 'Synchronous XMLHttpRequest: it would block the page that runs the cases.'],
  ['47', 'A server that reflects every origin: not visible to a browser. The suites check it.'],
  ['75', 'An upload listener that is added after `send()`: it does not change the requests.'],
  ['76, 160', 'Streams as request bodies: not possible over HTTP/1.1, and only supported by Chromium.'],
  ['80, 81', 'Included in the other cases: every preflight is compared header by header.'],
  ['104, 180', 'Service workers.'],
  ['116, 117', 'Third-party cookies: decided by the browser and its user.'],
  ['128', '304 and the HTTP cache.'],
  ['134', 'The limits of max age: 7200 s in Chromium, 86 400 s in Firefox and 600 s in WebKit are too long to wait for. That larger values are accepted is included.'],
  ['137', 'Another top-level site: cases run in top-level pages.'],
  ['167, 168', '`data:`, `blob:` and srcdoc documents: the sandboxed iframe represents opaque origins.'],
  ['169–179', 'Embedded resources, EventSource, beacons and keepalive: not requests of fetch or XMLHttpRequest.'],
  ['181–191', 'Not part of CORS, except Cross-Origin-Resource-Policy (183, 184).'],
]; // prettier-ignore

const engines: readonly Engine[] = ['chromium', 'firefox', 'webkit'];

/** docs/browsers.md, from one calibration per engine. */
export function browsersDocument(calibrations: readonly CalibrationSummary[]): string {
  return [
    '# Browser deviations from the Fetch standard',
    '',
    '<!-- Generated: npm run docs:browsers -->',
    '',
    `\`corspec browsers\` runs ${calibrationCases.length} cases in each engine, against a server that sends the exact bytes of each case,`,
    'and compares the result with the standard: the outcome, the response\'s type, status and headers as the script sees',
    'them, and the requests with their headers. A difference is a deviation. Known deviations have an id',
    '(`fixtures/known-deviations.ts`) and never count against a server; `corspec browsers` and every run report unknown ones.',
    '',
    '## Engines',
    '',
    table(
      ['Engine', 'Version', 'Driver', 'Deviating cases'],
      calibrations.map(({ browser, deviating }) => [browser.name, browser.version, browser.driver, String(deviating.length)]),
    ),
    '',
    '## Cases',
    '',
    table(['Section', 'Title', 'Cases'], sectionRows()),
    '',
    '## Deviations',
    '',
    'The numbers are the cases with the deviation.',
    '',
    table(
      ['Deviation', 'Standard', 'Instead', ...calibrations.map(({ browser }) => browser.name), 'Example', 'Source'],
      knownDeviations.filter(({ seen }) => engines.some((id) => seen[id] !== undefined)).map((known) => deviationRow(known, calibrations)),
    ),
    '',
    '## Excluded cases',
    '',
    table(['Case', 'Reason'], excluded),
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
