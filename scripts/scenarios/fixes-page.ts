import { code } from '../../src/scenarios/describe/index.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { bullets, fenced, link, paragraphs } from '../markdown.ts';
import type { Fix, LibraryFixes } from './fixes.ts';
import { generated } from './generated.ts';
import {
  type GeneralTopic,
  generalTopics,
  libraryTopics,
  type LibraryTopic,
  type Topic,
  topicsOf,
} from './topics.ts';

/** The section of a scenario's page: links to the topics that fix a failure, the most likely one first. */
export function fixLinks(topics: readonly Topic[]): string {
  const [first = 'origins', ...others] = topics;
  if (isGeneral(first)) return generalTopics[first].how;
  const more = others.filter((topic) => !isGeneral(topic)).map(topicLink);
  const also = more.length === 0 ? '' : ` If that is correct, check ${more.join(' and ')}.`;
  return `See ${topicLink(first)} for each supported library.${also}`;
}

/** `docs/fixes/<topic>.md` */
export function fixesPage(
  topic: LibraryTopic,
  libraries: readonly LibraryFixes[],
  scenarios: readonly Scenario[],
): string {
  const fixed = scenarios.filter(
    (scenario) => scenario.inBrowsers === undefined && topicsOf(scenario)[0] === topic,
  );
  return paragraphs([
    generated,
    `# ${libraryTopics[topic]}`,
    'In the examples, `allowed` is a list of origins.',
    ...libraries.flatMap(({ name, language, topics }) => {
      const fix = topics[topic];
      return fix === undefined ? [] : section(name, language, fix);
    }),
    '## Scenarios',
    bullets(fixed.map(({ id, title }) => `${link(code(id), `../scenarios/${id}.md`)}: ${title}`)),
  ]);
}

/** `docs/fixes/README.md` */
export function fixesIndex(): string {
  const topics = Object.keys(libraryTopics) as LibraryTopic[];
  return paragraphs([
    generated,
    '# How to fix it',
    'Each topic has the configuration for every supported library. The texts are in `servers/<id>/fixes.json`.',
    bullets(topics.map((topic) => link(libraryTopics[topic], `${topic}.md`))),
  ]);
}

function topicLink(topic: Topic): string {
  return isGeneral(topic)
    ? generalTopics[topic].title
    : link(libraryTopics[topic], `../../fixes/${topic}.md`);
}

function isGeneral(topic: Topic): topic is GeneralTopic {
  return topic in generalTopics;
}

function section(name: string, language: string, { impossible, how, code: lines }: Fix): string[] {
  return [
    `## ${name}`,
    impossible === undefined ? how : `${impossible} ${how}`,
    ...(lines === undefined ? [] : [fenced(language, lines)]),
  ];
}
