import { shortText } from '../../reports/explain/short.ts';
import { explanationText } from '../../reports/explain/terminal.ts';
import { explain, type ExplainRequest, isReadable, secretHeaders } from '../run/explain-request.ts';
import { CannotRunError } from '../results/cannot-run-error.ts';
import { printable } from '../text/printable.ts';
import { unmasked } from '../results/redaction.ts';
import type { Explanation } from '../results/explanation.ts';
import type { ExplainOptions } from './command-line.ts';
import { columnsOf, type Io, wantsColor } from './output.ts';
import { writeProblems } from './problems.ts';
import { shortSecret } from '../options/short-secret.ts';
import { type ExplainSource, readSource } from './explain-source.ts';
import { readHar } from '../pasted/har.ts';
import { explainHar } from '../pasted/har-explanation.ts';
import type { HarExplanation } from '../results/har-explanation.ts';
import { packageVersion } from '../package.ts';
import { harText } from '../../reports/explain/har.ts';
import { resolveExplain } from './resolve-explain.ts';
import { resolvePasted } from './resolve-pasted.ts';
import type { CommandStatus } from './run-command.ts';

/**
 * `corspec explain`: makes one request as a page would, and explains what a browser does with it. Returns 0 when the
 * script can read the response, 1 when it cannot, 2 for an invalid command, and 3 when there is no verdict.
 */
export async function explainCommand(
  urls: readonly string[],
  options: ExplainOptions,
  browsers: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<CommandStatus> {
  const source = await readSource(urls, options, io);
  if (!source.ok) return refuse(io, [source.reason]);
  if (source.value.kind === 'url') return explainUrl(source.value.url, options, browsers, io, signal);
  if (source.value.kind === 'har') return explainHarFile(source.value, options, io);
  const pasted = resolvePasted(source.value.kind, source.value.text, options);
  if (!pasted.ok) return refuse(io, [pasted.reason]);
  for (const note of pasted.value.notes) io.stderr.write(`Note: ${printable(note)}\n`);
  return explainUrl(pasted.value.url, pasted.value.options, browsers, io, signal);
}

function refuse(io: Io, problems: readonly string[]): CommandStatus {
  writeProblems(io.stderr, 'corspec explain', problems);
  return 2;
}

/** Explains a HAR file. Nothing is sent, so options of the request have no meaning. */
function explainHarFile(
  { name, text }: Extract<ExplainSource, { readonly kind: 'har' }>,
  options: ExplainOptions,
  io: Io,
): CommandStatus {
  const unused = unusedWithHar(options);
  if (unused !== undefined) return refuse(io, [`--har sends nothing: remove --${unused}.`]);
  const har = readHar(text);
  if (!har.ok) return refuse(io, [`--har ${JSON.stringify(name)}: ${har.reason}`]);
  const explained = explainHar(har.value, name, packageVersion);
  if (explained.groups.length === 0)
    return refuse(io, [
      `--har ${JSON.stringify(name)}: ${countOf(har.value.entries.length)}, none cross-origin with CORS. Export the HAR after the request that fails, from the Network panel of its page.`,
    ]);
  io.stdout.write(
    options.json
      ? `${JSON.stringify(explained, null, 2)}\n`
      : harText(explained, {
          ...styleFor(io),
          verbose: options.verbose ?? false,
        }),
  );
  return statusOfHar(explained);
}

function countOf(requests: number): string {
  return `${requests} request${requests === 1 ? '' : 's'}`;
}

function unusedWithHar(options: ExplainOptions): string | undefined {
  const { har: _har, json: _json, verbose: _verbose, fix: _fix, ...others } = options;
  return Object.keys(others)[0]?.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function statusOfHar({ groups }: HarExplanation): CommandStatus {
  if (groups.some(({ outcome }) => outcome === 'blocked')) return 1;
  return groups.some(({ outcome }) => outcome === 'readable') ? 0 : 3;
}

async function explainUrl(
  url: string,
  options: ExplainOptions,
  browsers: readonly string[],
  io: Io,
  signal: AbortSignal,
): Promise<CommandStatus> {
  const resolved = resolveExplain(url, options, browsers);
  if (!resolved.ok) return refuse(io, resolved.problems);
  for (const name of unmasked(secretHeaders(resolved.request)))
    io.stderr.write(`Warning: ${printable(shortSecret(name))}\n`);
  const explanation = await tryExplain(resolved.request, signal);
  if (typeof explanation === 'string') {
    io.stderr.write(
      `corspec could not make the request.\n${printable(explanation, { keepNewlines: true })}\n`,
    );
    return 3;
  }
  io.stdout.write(
    options.json
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : (options.verbose === true ? explanationText : shortText)(explanation, styleFor(io)),
  );
  return statusOf(explanation);
}

/** The explanation, or why there is none. Any other error is a bug in corspec. */
async function tryExplain(request: ExplainRequest, signal: AbortSignal): Promise<Explanation | string> {
  try {
    return await explain(request, signal);
  } catch (error) {
    if (error instanceof CannotRunError) return error.message;
    throw error;
  }
}

function styleFor({ stdout, env }: Io) {
  return { color: wantsColor(stdout, env), columns: columnsOf(stdout) };
}

function statusOf({ ending }: Explanation): CommandStatus {
  const readable = isReadable(ending);
  if (readable === null) return 3;
  return readable ? 0 : 1;
}
