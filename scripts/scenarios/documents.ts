import { join } from 'node:path';
import { faults } from '../../servers/broken/reference/faults/index.js';
import { advisories } from '../../servers/known-bad/advisories/index.js';
import { packageRoot } from '../../src/package.ts';
import { suites } from '../../suites/index.ts';
import type { Library } from './facts.ts';
import { familyPage } from './family-page.ts';
import { readFixes } from './fixes.ts';
import { fixesIndex, fixesPage } from './fixes-page.ts';
import { indexPage } from './index-page.ts';
import { scenarioPage } from './page.ts';
import { libraryTopics, type LibraryTopic } from './topics.ts';

/** The folders that hold these documents, and nothing else. */
export const documentFolders = ['docs/scenarios', 'docs/fixes'] as const;

/** Every generated page about scenarios: path in the package, to text. Depends only on committed files. */
export function scenarioDocuments(): ReadonlyMap<string, string> {
  const fixes = readFixes(join(packageRoot, 'servers'));
  const library: Library = { faults, advisories };
  const all = suites.flatMap(({ scenarios }) => scenarios);
  return new Map([
    ['docs/scenarios/README.md', indexPage(suites)],
    ...suites.flatMap((suite): [string, string][] => [
      [`docs/scenarios/${suite.id}/README.md`, familyPage(suite)],
      ...suite.scenarios.map((scenario): [string, string] => [
        `docs/scenarios/${scenario.id}.md`,
        scenarioPage(scenario, suite, library),
      ]),
    ]),
    ['docs/fixes/README.md', fixesIndex()],
    ...(Object.keys(libraryTopics) as LibraryTopic[]).map((topic): [string, string] => [
      `docs/fixes/${topic}.md`,
      fixesPage(topic, fixes, all),
    ]),
  ]);
}
