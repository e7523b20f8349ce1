import { causeTitle } from '../../src/causes/texts.ts';
import { bullets, code, link, paragraphs } from '../markdown.ts';
import type { CauseFacts } from './cause-facts.ts';
import { causeGroups } from './facts.ts';
import { generated } from './generated.ts';
import { causeDocument } from './page.ts';

/** The folder that holds these documents, and nothing else. */
export const causesFolder = 'docs/causes';

/** Every generated page about causes: path in the package, to text. Depends only on committed files. */
export function causeDocuments(): ReadonlyMap<string, string> {
  return new Map([
    [`${causesFolder}/README.md`, index()],
    ...causeGroups.flatMap((group) =>
      Object.values(group.causes).map((facts): [string, string] => [
        `${causesFolder}/${facts.cause.code}.md`,
        causeDocument(facts, group),
      ]),
    ),
  ]);
}

/** `docs/causes/README.md` */
function index(): string {
  return paragraphs([
    generated,
    '# Causes of CORS problems',
    'A cause is one problem with one fix: why checks of `corspec run` fail, or why a browser blocks a request. Each page has the message in the browser console, the reason, the impact, and the fix for each supported library. Messages of Safari are not included: WebDriver does not expose its console.',
    ...causeGroups.flatMap(({ title, about, causes }) => [
      `## ${title}`,
      about,
      bullets(Object.values(causes).map(entry)),
    ]),
  ]);
}

function entry({ cause }: CauseFacts): string {
  return `${link(code(cause.code), `${cause.code}.md`)}: ${causeTitle(cause)}`;
}
