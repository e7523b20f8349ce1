import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes. Begun last, one of them would run alone while the other cores wait. */
const longest = [
  'catalogue/faults',
  'catalogue/browser',
  'self/faults',
  'self/hostile-code',
  'self/crashes',
  'self/agreement',
  'self/mistakes/mistakes',
  'self/event-stream',
].map((name) => `test/${name}.test.ts`);

/** Vitest's order, with the files that take longest before all others. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const found = longest.findIndex((name) => moduleId.endsWith(name));
  return found < 0 ? longest.length : found;
}
