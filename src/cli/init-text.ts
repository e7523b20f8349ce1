import { causeTitle } from '../causes/texts.ts';
import type { OriginAnswer } from '../config/init/asked-url.ts';
import type { Found } from '../config/init/findings.ts';
import type { PathGroup } from '../config/init/path-groups.ts';
import type { PathSurvey } from '../config/init/path-survey.ts';
import type { Survey } from '../config/init/survey.ts';
import { byReason } from '../config/init/untested.ts';
import { someOf } from '../text/phrases.ts';
import { printable } from '../text/printable.ts';
import { table } from './table.ts';

/** What a server allows, as a table, and what is dangerous in it. */
export function surveyText(survey: Survey, found: Found): string {
  const { url, status, requests } = survey;
  const notes = notesOf(survey, found);
  const head = `${url}  status ${status} · ${requests} requests, GET and OPTIONS only`;
  return textOf([head, '', ...tableLines(rowsOf(survey, found)), '', ...notes, ...(notes.length > 0 ? [''] : [])]); // prettier-ignore
}

/** The same for groups of paths: of all but the first, what differs. */
export function pathSurveyText(
  { groups, untested, paths, requests }: PathSurvey,
  { document, baseUrl }: { readonly document: string; readonly baseUrl: string },
): string {
  const [first] = groups;
  const shown = groups.slice(0, mostGroups);
  const others = groups.slice(mostGroups).map(({ name }) => name);
  return textOf([
    `${baseUrl}  ${pathCount(paths)} of ${document} · ${requests} requests, GET and OPTIONS only`,
    '',
    ...shown.flatMap((group) => [...groupLines(group, first ?? group), '']),
    ...(others.length === 0 ? [] : [`More policies, which are in the file: ${someOf(others)}.`, '']),
    ...[...byReason(untested)].map(([reason, names]) => `! Not tested: ${someOf(names)}: ${reason}.`),
    ...(untested.length === 0 ? [] : ['']),
  ]);
}

const mostGroups = 6;

function groupLines(group: PathGroup, first: PathGroup): readonly string[] {
  const { name, endpoints, survey, found } = group;
  const names = someOf(endpoints.map(({ path }) => path));
  const head = `${name}  ${endpoints.length === 1 ? names : `${pathCount(endpoints.length)}: ${names}`}`;
  const rows = rowsOf(survey, found);
  const firstRows = new Map(rowsOf(first.survey, first.found).map(([key = '', value]) => [key, value]));
  const differing = group === first ? rows : rows.filter(([key = '', value]) => firstRows.get(key) !== value);
  const lines = [...tableLines(differing), ...notesOf(survey, found)];
  return [head, ...lines.map((line) => `  ${line}`)];
}

function pathCount(count: number): string {
  return count === 1 ? '1 path' : `${count} paths`;
}

type Rows = readonly (readonly string[])[];

function rowsOf({ granted, likely, foreign, nullOrigin, lookalikes }: Survey, { policy }: Found): Rows {
  const asked = [...likely, foreign, nullOrigin, ...lookalikes];
  const allowed = asked.filter((one) => one.granted);
  const blocked = asked.filter((one) => !one.granted).map(({ origin }) => origin);
  return [
    ['origins allowed', originsText(allowed, foreign)],
    ['origins blocked', listText(blocked)],
    ...(granted === null
      ? []
      : [
          ['credentials', granted.credentials ? 'yes' : 'no'],
          // Of several paths, the policy has what they have together.
          ['methods', listText(policy.methods ?? granted.methods)],
          ['request headers', listText(granted.requestHeaders)],
          ['exposed headers', listText(granted.exposedHeaders)],
          ['max age', granted.maxAge === null ? 'not sent' : `${granted.maxAge} s`],
          ['Vary: Origin', granted.varies ? 'yes' : policy.origins === '*' ? 'no, and not needed' : 'no'],
        ]),
  ];
}

function notesOf({ granted }: Survey, { policy, dangers, unknownOrigins }: Found): readonly string[] {
  return [
    ...dangers.map((cause) => `! ${causeTitle(cause)} (docs/causes/${cause.code}.md)`),
    ...(policy.origins === '*' ? ['Every site can read the responses (`*`), without cookies.'] : []),
    ...(unknownOrigins === 'others' ? ['! The server allows some origins, but none of these. Name yours: --origin https://…'] : []), // prettier-ignore
    ...(granted === null && unknownOrigins === null ? ['The server sends no CORS headers: no other origin can read its responses.'] : []), // prettier-ignore
  ];
}

function tableLines(rows: Rows): readonly string[] {
  return rows.length === 0 ? [] : table(rows).trimEnd().split('\n');
}

function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${printable(line)}\n`).join('');
}

function originsText(granted: readonly OriginAnswer[], foreign: OriginAnswer): string {
  if (foreign.granted) return foreign.allowOrigin === '*' ? 'every one (*)' : 'every one (reflected)';
  return listText(granted.map(({ origin }) => origin));
}

function listText(list: readonly string[] | '*'): string {
  if (list === '*') return 'all';
  return list.length === 0 ? 'none' : list.join(', ');
}
