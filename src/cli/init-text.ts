import { causeTitle } from '../causes/texts.ts';
import type { Found } from '../config/init/findings.ts';
import type { OriginAnswer, Survey } from '../config/init/survey.ts';
import { printable } from '../text/printable.ts';
import { table } from './table.ts';

/** What a server allows, as a table, and what is dangerous in it. */
export function surveyText(survey: Survey, { policy, dangers, unknownOrigins }: Found): string {
  const { url, status, requests, granted, likely, foreign, nullOrigin, lookalikes } = survey;
  const asked = [...likely, foreign, nullOrigin, ...lookalikes];
  const rows: readonly (readonly string[])[] = [
    [
      'origins allowed',
      originsText(
        asked.filter((one) => one.granted),
        foreign,
      ),
    ],
    ['origins blocked', listText(asked.filter((one) => !one.granted).map(({ origin }) => origin))],
    ...(granted === null
      ? []
      : [
          ['credentials', granted.credentials ? 'yes' : 'no'],
          ['methods', listText(granted.methods)],
          ['request headers', listText(granted.requestHeaders)],
          ['exposed headers', listText(granted.exposedHeaders)],
          ['max age', granted.maxAge === null ? 'not sent' : `${granted.maxAge} s`],
          ['Vary: Origin', granted.varies ? 'yes' : policy.origins === '*' ? 'no, and not needed' : 'no'],
        ]),
  ];
  const notes = [
    ...dangers.map((cause) => `! ${causeTitle(cause)} (docs/causes/${cause.code}.md)`),
    ...(policy.origins === '*' ? ['Every site can read the responses (`*`), without cookies.'] : []),
    ...(unknownOrigins === 'others' ? ['! The server allows some origins, but none of these. Name yours: --origin https://…'] : []), // prettier-ignore
    ...(granted === null && unknownOrigins === null ? ['The server sends no CORS headers: no other origin can read its responses.'] : []), // prettier-ignore
  ];
  const head = `${url}  status ${status} · ${requests} requests, GET and OPTIONS only`;
  return `${[head, '', table(rows).trimEnd(), '', ...notes].map((line) => printable(line, { keepNewlines: true })).join('\n')}\n${notes.length > 0 ? '\n' : ''}`;
}

function originsText(granted: readonly OriginAnswer[], foreign: OriginAnswer): string {
  if (foreign.granted) return foreign.allowOrigin === '*' ? 'every one (*)' : 'every one (reflected)';
  return listText(granted.map(({ origin }) => origin));
}

function listText(list: readonly string[] | '*'): string {
  if (list === '*') return 'all';
  return list.length === 0 ? 'none' : list.join(', ');
}
