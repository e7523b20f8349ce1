import type { Command } from 'commander';
import type { InitOptions } from './command-line.ts';
import { initExamples } from './help-texts.ts';
import { repeatable, subcommand, valued } from './option-words.ts';

/** `corspec init` and its options. */
export function addInit(
  program: Command,
  init: (url: string | undefined, options: InitOptions) => Promise<void>,
): void {
  subcommand(program, 'init', initExamples)
    .description('Asks a server what it allows, shows it, and writes a configuration file that states it.')
    .argument('[url]', 'the URL of the server (without it: a configuration to fill in)')
    .addOption(repeatable('--origin <origin>', 'an origin of your pages to ask for (repeatable)'))
    .addOption(valued('--openapi <file>', 'an OpenAPI document: every path of it is asked, and is a target'))
    .addOption(
      valued('--base-url <url>', 'where the API of --openapi is (default: the document’s first server)'),
    )
    .addOption(valued('--config <file>', 'the file to write (default: corspec.config.ts)'))
    .addOption(
      repeatable('--target-header <header>', "header of the GET requests, 'Name: value' (repeatable)"),
    )
    .option('--insecure', 'skip TLS certificate verification')
    .option('--yes', 'replace a file that exists, without a question')
    .action(init);
}
