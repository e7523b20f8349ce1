import { resolve } from 'node:path';
import type { Catalogue } from './catalogue.ts';
import type { CommandLine } from './command-line.ts';
import { readConfiguration, withDefaults } from './configuration.ts';
import { readInputs, textFiles } from './read-inputs.ts';
import { resolveRun, type Resolution } from './resolve.ts';
import { isTarget } from './resolve-targets.ts';

/**
 * The plan of a command line, with what the configuration says, or all problems.
 * @param onFile is called with the absolute path of each file that the plan depends on, before the file is read
 */
export async function resolveLine(
  line: CommandLine,
  catalogue: Catalogue,
  onFile: (path: string) => void = () => undefined,
): Promise<Resolution> {
  const read = (asked: CommandLine) => {
    for (const path of textFiles(asked, catalogue)) onFile(resolve(path));
    return readInputs(asked, catalogue);
  };
  const inputs = await read(line);
  const found = await readConfiguration(line, catalogue, (target) => isTarget(target, inputs), onFile);
  if (found === null) return resolveRun(line, inputs, catalogue);
  if (!found.ok) return { ok: false, problems: found.reason };
  const configuration = found.value;
  const whole = { ...line, options: withDefaults(line.options, configuration) };
  return resolveRun(whole, { ...(await read(whole)), configuration }, catalogue);
}
