import { type coverageOf, unlockTexts } from '../../src/results/index.ts';
import { keyOf } from '../../src/results/needs.ts';
import type { Result } from '../../src/results/results.ts';
import { joined } from '../../src/text/phrases.ts';
import type { ReportInput } from '../reporter.ts';

/** What an input says of the places of options. */
export type OptionPlaces = Pick<ReportInput, 'settings' | 'declarations'>;

/** What unlocks the checks of results that did not run; with a configuration, the last line says where its keys belong. */
export function unlockLines(
  results: readonly Result[],
  { unlocks }: Pick<ReturnType<typeof coverageOf>, 'unlocks'>,
  most: number,
  places: OptionPlaces,
): readonly string[] {
  const lines = unlockTexts({ unlocks }, most, places.settings === undefined ? 'command-line' : 'keys');
  if (places.settings?.kind !== 'configuration' || lines.length === 0) return lines;
  return [...lines, placesText(keysOf(results, places.settings, places.declarations ?? {}))];
}

/** A key that meets a need, and the object of a file that it belongs to. */
interface PlacedKey {
  readonly file: string;
  readonly of: 'target' | 'policy' | 'configuration';
  /** `target "items"`; empty for the file itself. */
  readonly place: string;
  readonly key: string;
}

function keysOf(
  results: readonly Result[],
  { file, entries }: Extract<NonNullable<OptionPlaces['settings']>, { kind: 'configuration' }>,
  declarations: NonNullable<OptionPlaces['declarations']>,
): readonly PlacedKey[] {
  return results.flatMap(({ needs, target, policy }): readonly PlacedKey[] => {
    if (needs === undefined) return [];
    const { of, key } = keyOf(needs);
    if (of === 'configuration') return [{ file, of, place: '', key }];
    if (of === 'target') return [{ file, of, place: entries[target] ?? `target "${target}"`, key }];
    const declared = declarations[policy]?.file;
    if (declared !== undefined && declared !== file) return [{ file: declared, of, place: '', key }];
    const own = `policy "${policy}"`;
    return [{ file, of, place: declared === undefined ? `a policy of your own (${own} is built in)` : own, key }]; // prettier-ignore
  });
}

/** `In corspec.config.ts: routes and allowWrites of target "items"; maxAge of policy "app".` */
function placesText(keys: readonly PlacedKey[]): string {
  const files = [...new Set(keys.map(({ file }) => file))];
  return files
    .map((file) => {
      const own = keys.filter((one) => one.file === file);
      const parts = (['target', 'policy', 'configuration'] as const).flatMap((kind) =>
        partText(own.filter(({ of }) => of === kind)),
      );
      return `In ${file}: ${parts.join('; ')}.`;
    })
    .join(' ');
}

/** More places than this are counted. */
const mostPlaces = 3;

function partText(keys: readonly PlacedKey[]): readonly string[] {
  const [first] = keys;
  if (first === undefined) return [];
  const names = joined([...new Set(keys.map(({ key }) => key))]);
  const places = [...new Set(keys.map(({ place }) => place))];
  if (first.place === '') return [names];
  if (places.length <= mostPlaces) return [`${names} of ${joined(places)}`];
  return [`${names} of ${places.length} ${first.of === 'target' ? 'targets' : 'policies'}`];
}
