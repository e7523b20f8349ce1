import { found, type Finding } from './decisions.ts';
import type { CurrentRequest, FetchRequest } from './types.ts';

/** Whether the content is what an element with an integrity hash expects. `#concept-main-fetch` */
export function checkIntegrity(
  { integrity }: Pick<FetchRequest, 'integrity'>,
  tainting: CurrentRequest['tainting'],
): readonly Finding[] {
  if (integrity === undefined) return [];
  if (tainting === 'opaque') return [found({ code: 'integrity-of-opaque' })];
  return [found({ code: integrity === 'matches' ? 'integrity-matches' : 'integrity-differs' })];
}
