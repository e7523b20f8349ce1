import { plural } from '../../src/results/index.ts';
import { isOpenFailure, openCauses } from '../../src/results/known-failures.ts';
import { problemsOf } from '../../src/results/problems.ts';
import type { Result } from '../../src/results/results.ts';
import { wrap } from '../../src/text/columns.ts';
import { printable } from '../../src/text/printable.ts';
import type { ReportInput } from '../reporter.ts';
import type { Catalogue } from '../shared/catalogue.ts';
import { groupBy, ofStatus, resultGroups, runKey } from '../shared/group.ts';
import { namesOf } from '../shared/names.ts';
import { count } from '../shared/summary.ts';
import { causeLines } from './causes.ts';
import { groupLines, type Style } from './style.ts';

/** With more targets than this, a cause that several have is told once. */
export const mostTargets = 3;

/** A run of many targets: what conforms, then each cause with the targets that have it. */
export function manyLines(input: ReportInput, about: Catalogue, style: Style): string[] {
  const { results } = input.results;
  const runs = [...groupBy(results, runKey).values()];
  const isFine = (run: readonly Result[]) =>
    run.every((result) => !isOpenFailure(result) && result.status !== 'error');
  return [
    ...conformingLines(runs.filter(isFine), about, style),
    ...sharedCauseLines(input, about, style),
    ...otherFailureLines(results, about, style),
    ...errorLines(results, about, style),
    ...notRunLines(input, style),
  ];
}

/** One line, or a few of names, for each policy and browser. */
function conformingLines(
  runs: readonly (readonly Result[])[],
  about: Catalogue,
  { paint, columns }: Style,
): string[] {
  const groups = groupBy(runs, ([first]) => JSON.stringify([first?.policy, first?.browser]));
  const lines = [...groups.values()].flatMap((same) => {
    const all = same.flat();
    const [first] = all;
    if (first === undefined) return [];
    const { pass, known } = count(all);
    const names = namesOf(same.flatMap(([one]) => (one === undefined ? [] : [about.targetOf(one.target)])));
    const counts = `${pass} passed${known > 0 ? `, ${plural(known, 'known failure')}` : ''}`;
    const text = `${names} · policy: ${first.policy} · browser: ${about.browserOf(first.browser)} · ${counts}`;
    return wrap(`✓ ${printable(text)}`, columns).map((line) =>
      pass > 0 ? paint.green(line) : paint.dim(line),
    );
  });
  return lines.length === 0 ? [] : [...lines, ''];
}

/** Each mistake once, as the first target has it at its worst level, with the number of its checks at all targets. */
function sharedCauseLines({ results, gate }: ReportInput, about: Catalogue, style: Style): string[] {
  return problemsOf(openCauses(results)).flatMap(({ worst, causes, targets: ids }) => {
    const targets = ids.map((id) => about.targetOf(id));
    const policies = [...new Set(causes.map(({ policy }) => policy))];
    const where = `${targets.length === 1 ? '' : `${targets.length} targets: `}${namesOf(targets)} · policy: ${namesOf(policies)}`;
    const whole = { ...worst, checks: causes.flatMap(({ checks }) => checks) };
    return causeLines([whole], gate?.strict ?? false, style, printable(where));
  });
}

const mostOthers = 5;

function otherFailureLines(results: readonly Result[], about: Catalogue, style: Style): string[] {
  const failed = results.filter((result) => isOpenFailure(result) && result.cause === undefined);
  const groups = resultGroups(failed);
  const more = groups.length - mostOthers;
  return [
    ...groups.slice(0, mostOthers).flatMap((group) => groupLines(group, about, style, about.targetOf(group.first.target))), // prettier-ignore
    ...(more > 0 ? [`  … ${plural(more, 'more failure')}: --verbose`, ''] : []),
  ];
}

/** An error does not depend on the scenario, and often not on the target. */
function errorLines(results: readonly Result[], about: Catalogue, style: Style): string[] {
  const errors = groupBy(ofStatus(results, 'error'), ({ message }) => message ?? 'no reason given');
  return [...errors].flatMap(([message, same]) => {
    const names = namesOf([...new Set(same.map(({ target }) => about.targetOf(target)))]);
    const text = `! ${plural(same.length, 'error')}, ${names}: ${message}`;
    return [...wrap(printable(text), style.columns, '  ').map(style.paint.magenta), ''];
  });
}

/** Targets without results: those with the same reason together. */
function notRunLines({ results: { targets } }: ReportInput, { paint, columns }: Style): string[] {
  const reasons = targets.flatMap(({ id, title, policies }) =>
    Object.values(policies).flatMap(({ status, reason }) =>
      status === 'ready' ? [] : [{ name: title || id, text: `${status}: ${reason ?? 'no reason given'}` }],
    ),
  );
  return [...groupBy(reasons, ({ text }) => text)].flatMap(([text, same]) => [
    paint.bold(printable(namesOf(same.map(({ name }) => name)))),
    ...wrap(printable(text), columns, '  ').map(paint.magenta),
    '',
  ]);
}
