import { readdirSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { type LibraryTopic, libraryTopics, optionalTopics } from './topics.ts';

const topicNames = Object.keys(libraryTopics) as [LibraryTopic, ...LibraryTopic[]];

type OptionalTopic = (typeof optionalTopics)[number];
type Fixes = Readonly<
  Record<Exclude<LibraryTopic, OptionalTopic>, Fix> & Partial<Record<OptionalTopic, Fix>>
>;

/** Markdown in one paragraph. */
const paragraph = z.string().regex(/^\S[^\n]*[.:]$/, 'one paragraph that ends with a full stop');

const fix = z.strictObject({
  /** What the library alone cannot do. */
  impossible: paragraph.optional(),
  how: paragraph,
  /** Lines of configuration, as in a user's program. */
  code: z.array(z.string().max(110)).nonempty().max(9).optional(),
});

function isOptional(topic: LibraryTopic): boolean {
  return optionalTopics.some((optional) => optional === topic);
}

/** `servers/<id>/fixes.json`: how to fix each topic with that library. It must have every topic that is not optional, and no others. */
const fixesFile = z.strictObject({
  /** The library's name in headings. */
  name: z.string().min(1),
  /** For syntax highlighting: `js`, `python`, `http`. */
  language: z.string().regex(/^[a-z]+$/),
  topics: z.strictObject(
    Object.fromEntries(topicNames.map((topic) => [topic, isOptional(topic) ? fix.optional() : fix])),
  ) as unknown as z.ZodType<Fixes>,
});

export type Fix = z.infer<typeof fix>;

/** The fixes for one implementation. */
export interface LibraryFixes extends z.infer<typeof fixesFile> {
  /** The folder in `servers/`. */
  readonly id: string;
}

/**
 * The fixes for every implementation in a folder, sorted by library name; the reference, which uses no library, is last.
 * @throws if an implementation has no `fixes.json`, or an invalid one; the message says which file and why
 */
export function readFixes(servers: string): readonly LibraryFixes[] {
  const ids = readdirSync(servers).filter((id) => existsSync(join(servers, id, 'server.json')));
  return ids
    .map((id) => ({ id, ...parse(join(servers, id, 'fixes.json')) }))
    .sort((a, b) => Number(a.id === 'reference') - Number(b.id === 'reference') || (a.name < b.name ? -1 : 1));
} // prettier-ignore

function parse(file: string): z.infer<typeof fixesFile> {
  if (!existsSync(file))
    throw new Error(
      `${file} is missing. It must say how to fix ${topicNames.join(', ')} with this library. See docs/servers.md.`,
    );
  const { success, data, error } = fixesFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!success) throw new Error(`${file}: ${z.prettifyError(error)}`);
  return data;
}
