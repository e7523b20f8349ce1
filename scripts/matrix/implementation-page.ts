import { bullets, code, fenced, link, paragraphs, table } from '../markdown.ts';
import type { Finding } from '../findings/findings.ts';
import { causesOf, cellsOf, failingOf, tally } from './facts.ts';
import type { MatrixRecord, PlayedImplementation } from './record.ts';
import {
  cellText,
  failuresText,
  findingWhere,
  generatedByMatrix,
  verdictText,
  versionsText,
} from './texts.ts';

/** `docs/matrix/<id>.md` */
export function implementationPage(
  one: PlayedImplementation,
  matrix: MatrixRecord,
  findings: readonly Finding[],
): string {
  const counts = tally(Object.values(cellsOf(one)));
  const failures = failuresText(counts);
  return paragraphs([
    generatedByMatrix,
    `# ${one.title}`,
    `${code(one.id)} · ${one.kind} · ${one.language} · ${versionsText(one)} · ${link('documentation', one.homepage)} · run on ${one.date}`,
    `${counts.passed} checks passed; ${failures === '' ? 'none failed' : `failed: ${failures}`}.`,
    '## Policies',
    policyTable(one, matrix),
    '## What fails',
    ...causes(one, matrix, findings),
    ...(findings.length === 0 ? [] : ['## Why', ...findings.map(findingText)]),
    '## Run it',
    fenced('sh', [`npx corspec run ${one.id}`, `npx corspec compare ${one.id} express-cors`]),
    link('All implementations', '../matrix.md'),
  ]);
}

function policyTable(one: PlayedImplementation, { policies }: MatrixRecord): string {
  const browsers = Object.keys(one.runs);
  return table(
    ['policy', ...browsers],
    policies.map((policy) => [
      policy,
      ...browsers.map((browser) => {
        const cell = one.runs[browser]?.[policy];
        return cell !== undefined && 'unsupported' in cell
          ? `unsupported: ${oneLine(cell.unsupported)}`
          : cellText(cell);
      }),
    ]),
  );
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('<', '&lt;').trim();
}

function causes(one: PlayedImplementation, matrix: MatrixRecord, findings: readonly Finding[]): string[] {
  const known = causesOf(one, matrix, findings);
  if (known.length === 0) return ['Nothing.'];
  const failing = failingOf(one, matrix).length;
  return [
    `${failing} scenarios fail under some policy, for ${known.length} causes.`,
    table(
      ['level', 'cause', 'policies', 'scenarios'],
      known.map(({ cause, policies, scenarios }) => [
        cause.level,
        link(oneLine(cause.title), `../causes/${cause.code}.md`),
        policies.join(', '),
        String(scenarios.length),
      ]),
    ),
  ];
}

function findingText(finding: Finding): string {
  const { scenarios, status, why, mayPass } = finding;
  const noVerdict = status === 'error' ? ' Its checks have no verdict.' : '';
  return paragraphs([
    `**${why}** ${sentence(verdictText(finding))}; ${findingWhere(finding)}.${noVerdict}${mayPass === undefined ? '' : ` ${mayPass}`}`,
    bullets(scenarios.map((id) => link(code(id), `../scenarios/${id}.md`))),
  ]).trimEnd();
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
