import { printable } from '../../src/text/printable.ts';
import { type Texts, textFrom } from '../../src/text/coded.ts';
import { wrap } from '../../src/text/columns.ts';
import type { HarExplanation, HarGroup, HarNote, HarOutcome } from '../../src/results/har-explanation.ts';
import { type Style, styleOf } from './parts.ts';
import { shortLines } from './short.ts';
import { explanationLines } from './terminal.ts';

/** The explanation of a HAR file for a terminal. All text from the file is escaped. */
export function harText(
  explained: HarExplanation,
  options: { readonly color: boolean; readonly columns: number; readonly verbose: boolean },
): string {
  const style = styleOf(options);
  const shown = explained.groups.filter(({ outcome }) => outcome !== 'readable');
  const lines = [
    ...wrap(printable(summary(explained)), style.columns).map(style.paint.bold),
    ...shown.flatMap((group) => ['', ...groupLines(group, options.verbose, style)]),
  ];
  return `${lines.join('\n')}\n`;
}

function summary({ file, exportedBy, requests, crossOrigin, groups }: HarExplanation): string {
  const parts = (['blocked', 'unknown', 'failed', 'readable'] as const).flatMap((outcome) => {
    const found = groups.filter((group) => group.outcome === outcome);
    const count = found.reduce((sum, group) => sum + group.count, 0);
    return count === 0 ? [] : [`${count} ${outcomeTexts[outcome]}`];
  });
  const from = exportedBy === '' ? '' : ` (${exportedBy})`;
  return `${file}${from}: ${counted(requests, 'request')}, ${crossOrigin} cross-origin with CORS: ${parts.join(', ')}. Nothing was sent.`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const outcomeTexts: Readonly<Record<HarOutcome, string>> = {
  blocked: 'blocked',
  unknown: 'not known (the file does not have their responses)',
  failed: 'failed, not by CORS',
  readable: 'readable',
};

function groupLines(
  { explanation, notes, command, count }: HarGroup,
  verbose: boolean,
  style: Style,
): string[] {
  const { paint, columns } = style;
  const told = verbose ? explanationLines(explanation, style) : shortLines(explanation, style, count);
  return [
    ...told,
    // The ending says already that the response is missing.
    ...notes
      .filter(({ code }) => code !== 'response-not-recorded')
      .flatMap((note) =>
        wrap(printable(`Note: ${textFrom(noteTexts, note)}`), columns, '  ').map(paint.yellow),
      ),
    ...[paint.dim(`  To ask the server: ${printable(command)}`)],
  ];
}

const sources = {
  preflight: 'its preflight',
  referer: 'its Referer',
  page: 'the title of the page',
} as const;

const noteTexts: Texts<HarNote> = {
  'origin-from': ({ source }) =>
    `the file has no Origin header of this request; the origin is from ${sources[source]}.`,
  'credentials-inferred': () =>
    "the file does not have the credentials mode. The browser blocked the response, which it does only with credentials: 'include'.",
  'blocked-with-credentials': () =>
    "the file does not have the credentials mode. With credentials: 'include', the response would be blocked.",
  'preflight-not-recorded': () =>
    'the file does not have the preflight that this request needs, or the browser had it cached.',
  'preflight-response-not-recorded': () => "the file does not have the preflight's response.",
  'response-not-recorded': () =>
    'the file does not have the response of this request, so it does not tell what decided.',
  'request-not-recorded': () => 'the file has only the preflight of this request.',
  'failed-otherwise': ({ error }) =>
    `the browser reports ${error}, although the recorded headers pass every check of CORS. An extension, a content policy or the network may have stopped it.`,
};
