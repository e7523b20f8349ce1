import type { Advisory } from '../../servers/known-bad/advisories/advisory.js';
import { code, table } from '../markdown.ts';

export interface RegistryAdvisories {
  readonly title: string;
  readonly advisories: readonly Advisory[];
}

/**
 * `docs/advisories.md`: what a run that is all good has shown. It holds nothing that differs from machine to machine, so
 * that a test can compare it.
 */
export function advisoriesPage(registries: readonly RegistryAdvisories[]): string {
  const all = registries.flatMap(({ advisories }) => advisories);
  const packages = new Set(all.map((advisory) => advisory.package));
  return [
    '<!-- Written by `npm run known-bad`. -->',
    '# Known vulnerabilities that corspec finds again',
    `CORS middleware has a history. Here are ${all.length} vulnerabilities and faults of ${packages.size} published packages, each with a scenario that finds it: the scenario fails with the affected version as it was published, configured as its documentation says, and passes with the mended version, where there is one. Nothing here is simulated.`,
    'The versions are in `servers/known-bad/`, the claims in `servers/known-bad/advisories/`. `npm run known-bad` shows them in the model, `npm run known-bad -- --browser chromium` in a browser, `npm run known-bad -- --advisory CVE-2026-54290` one of them, and every run of the tests shows them in the model.',
    ...registries.filter(({ advisories }) => advisories.length > 0).flatMap(registrySection),
  ]
    .join('\n\n')
    .concat('\n');
}

function registrySection({ title, advisories }: RegistryAdvisories): string[] {
  const notes = advisories.flatMap(({ id, note }) => (note === undefined ? [] : [`- **${id}**: ${note}`]));
  return [
    `## ${title}`,
    table(
      ['advisory', 'package', 'what is wrong', 'caught by', 'fails', 'passes'],
      advisories.map((advisory) => [
        `[${advisory.id}](${advisory.source})${(advisory.aliases ?? []).map((alias) => `, ${alias}`).join('')}`,
        `${code(advisory.package)} ${advisory.affects}`,
        advisory.title,
        advisory.caughtBy.map(code).join(' '),
        code(advisory.affected),
        passes(advisory),
      ]),
    ),
    ...(notes.length === 0 ? [] : [notes.join('\n')]),
  ];
}

function passes({ mended, mendedBy }: Advisory): string {
  if (mended === null) return 'none is mended';
  return mendedBy === 'refusal' ? `${code(mended)} refuses the configuration` : code(mended);
}
