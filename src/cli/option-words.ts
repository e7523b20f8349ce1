import { type Command, InvalidArgumentError, Option } from 'commander';

/** A command with its help and examples. */
export function subcommand(program: Command, name: string, examples: string): Command {
  return program
    .command(name)
    .helpOption('-h, --help', 'this help')
    .showHelpAfterError(`See \`corspec ${name} --help\`.`)
    .addHelpText('after', `\n${examples}`);
}

/** An option with a value. */
export function valued(flags: string, description: string): Option {
  return new Option(flags, description).argParser(notAnOption);
}

/** An option with a value that can be given several times. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: string[] | undefined) => [
    ...(before ?? []),
    notAnOption(value),
  ]);
}

/** `--origin --credentials`: the value is missing, and the next option would be used as the value. */
function notAnOption(value: string): string {
  if (value.startsWith('--')) throw new InvalidArgumentError('Expected a value, got another option.');
  return value;
}
