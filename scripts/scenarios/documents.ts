import { join } from 'node:path';
import { faults } from '../../servers/broken/reference/faults/index.js';
import { advisories } from '../../servers/known-bad/advisories/index.js';
import { packageRoot } from '../../src/package.ts';
import { suites } from '../../suites/index.ts';
import type { Library } from './facts.ts';
import { indexPage } from './index-page.ts';
import { mendingIndex, mendingPage } from './mending-page.ts';
import { readMending } from './mending.ts';
import { scenarioPage } from './page.ts';
import { libraryTopics, type LibraryTopic } from './topics.ts';

/** The folders that hold these documents, and nothing else. */
export const documentFolders = ['docs/scenarios', 'docs/mending'] as const;

/** Each page of the documentation of scenarios: path in the package, to text. It reads what is committed, and no clock. */
export function scenarioDocuments(): ReadonlyMap<string, string> {
  const mending = readMending(join(packageRoot, 'servers'));
  const library: Library = { suites, faults, advisories, mending };
  const all = suites.flatMap(({ scenarios }) => scenarios);
  return new Map([
    ['docs/scenarios/README.md', indexPage(suites)],
    ...suites.flatMap((suite) =>
      suite.scenarios.map((scenario): [string, string] => [
        `docs/scenarios/${scenario.id}.md`,
        scenarioPage(scenario, suite, library),
      ]),
    ),
    ['docs/mending/README.md', mendingIndex()],
    ...(Object.keys(libraryTopics) as LibraryTopic[]).map((topic): [string, string] => [
      `docs/mending/${topic}.md`,
      mendingPage(topic, mending, all),
    ]),
  ]);
}
