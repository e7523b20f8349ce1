import { code } from '../../src/scenarios/describe/index.ts';
import type { Scenario } from '../../src/scenarios/scenario.ts';
import { bullets, fenced, link, paragraphs } from '../markdown.ts';
import { generated } from './generated.ts';
import type { Mending, Remedy } from './mending.ts';
import {
  type GeneralTopic,
  generalTopics,
  libraryTopics,
  type LibraryTopic,
  type Topic,
  topicsOf,
} from './topics.ts';

/** What a scenario's page says: its nearest topic in each library, and where the others are. */
export function shortAdvice(topics: readonly Topic[], mending: readonly Mending[]): string {
  const [first = 'origins', ...others] = topics;
  const more = others.filter((topic) => !isGeneral(topic)).map(topicLink);
  return paragraphs([
    ...(isGeneral(first)
      ? [generalTopics[first].how]
      : [`${topicLink(first)}, in the words of each library:`, listOf(first, mending)]),
    more.length === 0 ? '' : `If that is as it should be, look at ${more.join(' and ')}.`,
  ]).trimEnd();
}

/** `docs/mending/<topic>.md` */
export function mendingPage(
  topic: LibraryTopic,
  mending: readonly Mending[],
  scenarios: readonly Scenario[],
): string {
  const about = scenarios.filter((scenario) => topicsOf(scenario)[0] === topic);
  return paragraphs([
    generated,
    `# ${libraryTopics[topic]}`,
    'How to configure it in each library that corspec has an implementation of. `allowed` stands for a list of origins.',
    ...adviceOf(topic, mending),
    '## Scenarios',
    bullets(about.map(({ id, title }) => `${link(code(id), `../scenarios/${id}.md`)}: ${title}`)),
  ]);
}

/** `docs/mending/README.md` */
export function mendingIndex(): string {
  const topics = Object.keys(libraryTopics) as LibraryTopic[];
  return paragraphs([
    generated,
    '# How to mend it',
    'By what is to be mended; each page has the configuration in every library that is here. The text comes from `servers/<id>/mending.json`.',
    bullets(topics.map((topic) => link(libraryTopics[topic], `${topic}.md`))),
  ]);
}

function topicLink(topic: Topic): string {
  return isGeneral(topic)
    ? generalTopics[topic].title
    : link(libraryTopics[topic], `../../mending/${topic}.md`);
}

function isGeneral(topic: Topic): topic is GeneralTopic {
  return topic in generalTopics;
}

function adviceOf(topic: LibraryTopic, mending: readonly Mending[]): string[] {
  return mending.flatMap(({ name, language, topics }) => {
    const remedy = topics[topic];
    return [
      `**${name}.** ${inWords(remedy)}`,
      ...(remedy.code === undefined ? [] : [fenced(language, remedy.code)]),
    ];
  });
}

/** An item a library. One line of configuration ends the item; several are a block within it. */
function listOf(topic: LibraryTopic, mending: readonly Mending[]): string {
  return mending
    .map(({ name, language, topics }) => {
      const remedy = topics[topic];
      const { code: lines = [] } = remedy;
      const item = `- **${name}.** ${inWords(remedy)}`;
      if (lines.length > 1 && language !== 'http')
        return `${item}\n\n${fenced(language, lines).replace(/^/gm, '  ')}\n`;
      return [item, ...lines.map(code)].join(' ');
    })
    .join('\n');
}

function inWords({ impossible, how }: Remedy): string {
  return impossible === undefined ? how : `${impossible} ${how}`;
}
