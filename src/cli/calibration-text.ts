import pc from 'picocolors';
import { type Calibration, type Deviating, unknownIn } from '../calibration/index.ts';
import { knownDeviations } from '../../fixtures/known-deviations.ts';
import type { Exchange } from '../results/exchange.ts';
import { printable } from '../text/printable.ts';
import { table } from './table.ts';

/** A calibration as text: a table of the known deviations, and unknown ones in full. */
export function calibrationText(calibration: Calibration, color: boolean): string {
  const { bold, red, green } = pc.createColors(color);
  const { browser, cases, deviating, broken, durationMs } = calibration;
  const unknown = unknownIn(calibration);
  const head = `${bold(`${browser.name} ${browser.version}`)} (${browser.driver}): ${cases.length} cases in ${Math.round(durationMs / 1000)} s, ${deviating.length} deviate from the standard.\n`;
  const ending =
    unknown.length === 0 && broken.length === 0
      ? green('All deviations are known.')
      : red(
          `Cases with unknown deviations: ${unknown.length}. Cases that could not be run: ${broken.length}.`,
        );
  return [
    head,
    table(knownRows(calibration).map((row) => ['', ...row])),
    ...unknown.map((item) => `${red('UNKNOWN')} ${describe(item)}`),
    ...broken.map((item) => `${red('NOT RUN')} ${item.case.id}: ${printable(item.problem)}\n`),
    `${ending}\n\n`,
  ].join('');
}

function knownRows({ deviating }: Calibration): readonly (readonly string[])[] {
  return knownDeviations.flatMap(({ id, title }) => {
    const cases = deviating.filter(({ symptoms }) => symptoms.some((symptom) => symptom.id === id));
    return cases.length === 0 ? [] : [[id, String(cases.length), printable(title)]];
  });
}

function describe({ case: item, symptoms, exchanges }: Deviating): string {
  const lines = symptoms.map(({ kind, message, id }) => `${id ?? 'unknown'} (${kind}): ${message}`);
  const wire = exchanges.map(exchangeLine);
  const all = [...lines, `page at ${item.from}`, ...wire].map((line) => `    ${printable(line)}\n`);
  return `${item.id}: ${printable(item.title)}\n${all.join('')}`;
}

function exchangeLine({ request, response, failure }: Exchange): string {
  const headers = (list: Exchange['request']['headers']) =>
    list.map(([name, value]) => `${name}: ${value}`).join(' | ');
  const answered =
    response === undefined
      ? (failure?.detail ?? 'no response')
      : `${response.status} ${headers(response.headers)}`;
  return `${request.method} ${request.url} ${headers(request.headers)} → ${answered}`;
}
