import { fenced } from '../markdown.ts';
import { api, type Example, page } from './example.ts';

/** The commands that find the cause: for one request, where an example has one that a script can send, and for a policy. */
export function commands(example: Example | undefined): readonly string[] {
  return [
    ...(example === undefined || example.isImage === true
      ? []
      : ['One request, step by step:', fenced('sh', [explainCommand(example)])]),
    'All scenarios that the policy implies:',
    fenced('sh', [`npx corspec run ${api} --policy cors.json`]),
  ];
}

function explainCommand({ origin = page, method = 'GET', headers = [], credentials = false }: Example): string {
  return [
    `npx corspec explain ${api} --origin ${origin}`,
    ...(method === 'GET' ? [] : [`--method ${method}`]),
    ...headers.map(([name, value]) => `--header '${name}: ${value}'`),
    ...(credentials ? ['--credentials'] : []),
  ].join(' ');
} // prettier-ignore
