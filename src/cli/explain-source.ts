import { readFile } from 'node:fs/promises';
import type { ExplainOptions } from './command-line.ts';
import type { Io } from './output.ts';
import { reasonOf } from '../system/files.ts';
import { type Attempt, failure, success } from '../text/attempt.ts';

/** What is to be explained: the URL, or a text that was copied from developer tools. */
export type ExplainSource =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'curl' | 'fetch'; readonly text: string }
  | { readonly kind: 'har'; readonly text: string; readonly name: string };

/** Finds the one source of a command line, and reads it. Or the problem. */
export async function readSource(
  urls: readonly string[],
  options: ExplainOptions,
  io: Io,
): Promise<Attempt<ExplainSource, string>> {
  const given = (['har', 'curl', 'fetch'] as const).filter((option) => options[option] !== undefined);
  const [kind, another] = given;
  if (kind === undefined) return onlyUrl(urls);
  if (another !== undefined) return failure(`--${kind} and --${another}: give one of them.`);
  if (urls.length > 0) return failure(besides(kind));
  const value = options[kind] ?? '';
  if (value === '-') {
    const text = await readStdin(io, kind);
    return text.trim() === ''
      ? failure(`--${kind} -: stdin is empty.`)
      : success({ kind, text, name: 'stdin' });
  }
  return kind === 'har' ? readHarFile(value) : success({ kind, text: value });
}

function onlyUrl([url, ...others]: readonly string[]): Attempt<ExplainSource, string> {
  if (url === undefined)
    return failure(
      'expected the URL of the request, or one of --har, --curl and --fetch with what developer tools copy.',
    );
  return others.length === 0
    ? success({ kind: 'url', url })
    : failure(`expected one URL, found ${others.length + 1}. Put a URL with & in quotes.`);
}

/** The quotes of a pasted command end those around it, so that its words become arguments of corspec. */
function besides(kind: 'har' | 'curl' | 'fetch'): string {
  if (kind === 'har') return '--har takes one file, and no URL.';
  return `--${kind}: more words follow after the value, because it contains quotes itself. Use \`corspec explain --${kind} -\`, and paste it on stdin.`;
}

async function readHarFile(name: string): Promise<Attempt<ExplainSource, string>> {
  try {
    return success({ kind: 'har', name, text: await readFile(name, 'utf8') });
  } catch (error) {
    return failure(`--har ${JSON.stringify(name)}: ${reasonOf(error, 'file not found')}.`);
  }
}

const pasted = { har: 'the HAR', curl: 'the curl command', fetch: 'the call of fetch' };

async function readStdin({ stdin, stderr }: Io, kind: keyof typeof pasted): Promise<string> {
  if (stdin === undefined) return '';
  if (stdin.isTTY === true) stderr.write(`Paste ${pasted[kind]}, then press Enter and Ctrl-D.\n`);
  const chunks: Buffer[] = [];
  for await (const chunk of stdin)
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}
