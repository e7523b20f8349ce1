import { type Command, InvalidArgumentError, Option } from 'commander';

/** A command with its help and examples. */
export function subcommand(program: Command, name: string, examples: string): Command {
  return program
    .command(name)
    .helpOption('-h, --help', 'this help')
    .showHelpAfterError(`\`corspec ${name} --help\` shows what can be written.`)
    .addHelpText('after', `\n${examples}`);
}

/** An option with a value. */
export function valued(flags: string, description: string): Option {
  return new Option(flags, description).argParser(notAnOption);
}

/** An option with a value that may be there several times. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: string[] | undefined) => [
    ...(before ?? []),
    notAnOption(value),
  ]);
}

/** `--origin --credentials`: the value was forgotten, and the next option would be taken for it. */
function notAnOption(value: string): string {
  if (value.startsWith('--'))
    throw new InvalidArgumentError('This is an option: the value in front of it is missing.');
  return value;
}
