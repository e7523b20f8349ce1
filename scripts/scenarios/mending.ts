import { readdirSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type LibraryTopic, libraryTopics } from './topics.ts';

const topicNames = Object.keys(libraryTopics) as [LibraryTopic, ...LibraryTopic[]];

/** Markdown in one paragraph. */
const paragraph = z.string().regex(/^\S[^\n]*[.:]$/, 'one paragraph that ends with a full stop');

const remedy = z.strictObject({
  /** Why the library alone cannot do it. */
  impossible: paragraph.optional(),
  how: paragraph,
  /** Lines of configuration as one would write them. */
  code: z.array(z.string().max(110)).nonempty().max(9).optional(),
});

/** `servers/<id>/mending.json`: how to mend each topic with that library. Every topic is there, and no other. */
const mendingFile = z.strictObject({
  /** What it is called in a heading. */
  name: z.string().min(1),
  /** For highlighting: `js`, `python`, `http`. */
  language: z.string().regex(/^[a-z]+$/),
  topics: z.record(z.enum(topicNames), remedy),
});

export type Remedy = z.infer<typeof remedy>;

/** What an implementation has to say. */
export interface Mending extends z.infer<typeof mendingFile> {
  /** The folder in `servers/`. */
  readonly id: string;
}

/**
 * The advice of every implementation in a folder, libraries by name and the reference, which is none, last.
 * @throws where an implementation has no `mending.json`, or one that is not as it should be: it says which and what
 */
export function readMending(servers: string): readonly Mending[] {
  const ids = readdirSync(servers).filter((id) => existsSync(join(servers, id, 'server.json')));
  return ids
    .map((id) => ({ id, ...parse(join(servers, id, 'mending.json')) }))
    .sort((a, b) => Number(a.id === 'reference') - Number(b.id === 'reference') || (a.name < b.name ? -1 : 1));
} // prettier-ignore

function parse(file: string): z.infer<typeof mendingFile> {
  if (!existsSync(file))
    throw new Error(
      `${file} is missing: it says how to mend ${topicNames.join(', ')} with this library. See docs/servers.md.`,
    );
  const { success, data, error } = mendingFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!success) throw new Error(`${file}: ${z.prettifyError(error)}`);
  return data;
}
