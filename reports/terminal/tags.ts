import { plural } from '../../src/results/index.ts';
import { wrap } from '../../src/text/columns.ts';
import { printable } from '../../src/text/printable.ts';
import type { ReportInput } from '../reporter.ts';
import { tagSummaries, type TagSummary } from '../shared/tags.ts';
import type { Style } from './style.ts';

/** How many targets of each tag fail: those that pass have one line together. */
export function tagLines({ results }: ReportInput, { paint, columns }: Style): string[] {
  const all = tagSummaries(results);
  const fine = all.filter(({ failing, untested }) => failing + untested === 0);
  const lines = [
    ...all
      .filter((one) => !fine.includes(one))
      .flatMap((one) =>
        wrap(printable(tagText(one)), columns, '  ').map(one.failing > 0 ? paint.red : paint.magenta),
      ),
    ...(fine.length === 0
      ? []
      : wrap(
          printable(`✓ ${fine.map(({ tag, targets }) => `${tag} (${targets})`).join(', ')}`),
          columns,
          '  ',
        ).map(paint.green)),
  ];
  return lines.length === 0 ? [] : ['by tag:', ...lines, ''];
}

function tagText({ tag, targets, failing, untested, problems }: TagSummary): string {
  const parts = [
    failing > 0 &&
      `${failing} of ${plural(targets, 'target')} ${failing === 1 ? 'fails' : 'fail'}: ${plural(problems, 'problem')}`,
    untested > 0 && `${plural(untested, 'target')} without a verdict`,
  ].filter((part) => part !== false);
  return `${failing > 0 ? '✗' : '!'} ${tag}: ${parts.join(', ')}`;
}
