import { levelsByWeight } from '../../reports/shared/group.ts';
import { code, fenced, link } from '../markdown.ts';
import { cellsOf, type FindingsOf, ran } from './facts.ts';
import { failed, type MatrixRecord, type PlayedImplementation } from './record.ts';
import { findingWhere, verdictText } from './texts.ts';

/** A finding that users should know of: the implementation, and one of the finding's scenarios. */
export interface Notable {
  readonly id: string;
  readonly scenario: string;
}

/** The ten most interesting findings, chosen by hand: what lets other sites in comes first. */
export const notable: readonly Notable[] = [
  { id: 'vertx', scenario: 'simple/foreign-refused' },
  { id: 'graphql-yoga', scenario: 'null-origin/sandbox-refused' },
  { id: 'nginx-if', scenario: 'credentials/lookalike-suffix-refused' },
  { id: 'go-zero', scenario: 'credentials/other-scheme-refused' },
  { id: 'traefik', scenario: 'credentials/any-origin-refused' },
  { id: 'django-cors-headers', scenario: 'credentials/any-origin-refused' },
  { id: 'rack-cors', scenario: 'preflight/post-json-refused' },
  { id: 'envoy', scenario: 'caching/vary-refused' },
  { id: 'hono-cors', scenario: 'conditional/not-modified' },
  { id: 'poem', scenario: 'same-origin/post' },
];

/** Each notable finding with its level, the policies under which it shows, the library's line, and a command that shows it. */
export function notableSections(matrix: MatrixRecord, findingsOf: FindingsOf): readonly string[] {
  return notable.flatMap(({ id, scenario }) => {
    const one = matrix.implementations.find((each) => each.id === id);
    const finding = findingsOf(id).find(({ scenarios }) => scenarios.includes(scenario));
    if (one === undefined || finding === undefined) return [];
    const { level, policies } = failuresOf(finding.scenarios, one, matrix);
    const [policy = 'default'] = failuresOf([scenario], one, matrix).policies;
    return [
      `### ${one.title}`,
      `**${finding.why}**`,
      [
        `level ${level}`,
        verdictText(finding),
        findingWhere(finding),
        `policies: ${policies.join(', ')}`,
        link('all of its failures', `matrix/${id}.md`),
      ].join(' · '),
      `The scenario ${link(code(scenario), `scenarios/${scenario}.md`)} shows it:`,
      fenced('sh', [`npx corspec run ${id} --policy ${policy} --scenario ${scenario} --browser model`]),
    ];
  });
}

/** The worst level at which some scenarios fail, and the policies under which any of them does. */
function failuresOf(ids: readonly string[], one: PlayedImplementation, { scenarios }: MatrixRecord) {
  const positions = ids.map((id) => scenarios.indexOf(id));
  const letters = Object.entries(cellsOf(one)).map(([policy, cell]) => ({
    policy,
    letters: positions.map((position) => ran(cell)?.results[position] ?? ''),
  }));
  const level = levelsByWeight.find((each) =>
    letters.some(({ letters: found }) => found.includes(failed[each])),
  );
  const failing: readonly string[] = Object.values(failed);
  return {
    level: level ?? 'informative',
    policies: letters.flatMap(({ policy, letters: found }) =>
      found.some((letter) => failing.includes(letter)) ? [policy] : [],
    ),
  };
}
