import type { Command } from 'commander';
import { libraryIds } from '../causes/libraries/index.ts';
import { repeatable, valued } from './option-words.ts';
import { openHelp } from './results-commands.ts';

/** What `--fix` says in every command that has it. */
export const fixHelp = `write fixes for this library (default: detected): ${libraryIds.join(', ')}`;

/** The options of `run` and `compare`. They stay text here, so that all problems can be reported at once. */
export function addRunOptions(command: Command): Command {
  command
    .optionsGroup('Policy (what the server intends to allow):')
    .addOption(repeatable('--policy <file|name>', 'a JSON file, or a name from `corspec list policies`'))
    .addOption(repeatable('--origin <origin>', 'an allowed origin, https://*.example.com, or * (repeatable)'))
    .option('--credentials', 'pages may send cookies and read the response')
    .option('--no-credentials', 'pages must not send cookies (omit both to skip credential checks)')
    .addOption(valued('--methods <list>', 'allowed methods, or *'))
    .addOption(valued('--request-headers <list>', 'allowed request headers, or *'))
    .addOption(valued('--expose <list>', 'exposed response headers, or *'))
    .addOption(valued('--max-age <seconds>', 'how long browsers may cache a preflight').argParser(String));
  addRemoteOptions(addUrlOptions(command))
    .optionsGroup('Selection:')
    .addOption(
      repeatable(
        '--browser <list>',
        'chromium, firefox, webkit, model, or all (default: Chromium, otherwise an installed one, otherwise model)',
      ),
    )
    .addOption(repeatable('--suite <list>', 'only these suites'))
    .addOption(
      repeatable('--scenario <id>', 'only scenarios with this id or matching this glob (repeatable)'),
    )
    .addOption(
      repeatable('--level <list>', 'only these levels: required, security, recommended, informative'),
    )
    .addOption(repeatable('--servers <folder>', 'an additional folder of implementations (repeatable)'))
    .addOption(valued('--timeout <ms>', 'time limit for one request (default: 10000)').argParser(String))
    .addOption(valued('--jobs <n>', 'maximum number of concurrent requests (default: 12)').argParser(String))
    .addOption(
      valued(
        '--rate <n>',
        'maximum number of requests per second for each host (default: no limit)',
      ).argParser(String),
    );
  return addPartOptions(command)
    .optionsGroup('Verdict:')
    .option('--strict', 'failures of level recommended also fail the run')
    .addOption(
      valued('--baseline <file>', 'known failures, which do not fail the run; new ones do (JSON file)'),
    )
    .option('--update-baseline', 'write the failures of this run to that file, and take out what passes now')
    .optionsGroup('Reports:')
    .addOption(valued('--fix <library>', fixHelp))
    .addOption(
      repeatable(
        '--reporter <name[=file]>',
        'see `corspec list reporters`; use - for stdout (default: terminal)',
      ),
    )
    .option(
      '--verbose',
      'list every failed check, beside the causes, and show what --start and webServer print',
    )
    .option('--open', openHelp)
    .addOption(
      valued(
        '--evidence <which>',
        'keep recorded exchanges of failures, or of all checks (default: failures)',
      ),
    );
}

function addPartOptions(command: Command): Command {
  return command
    .optionsGroup('Parts of a run:')
    .addOption(valued('--shard <i/n>', 'only part i of n; put the results together with `corspec merge`'))
    .addOption(
      repeatable(
        '--durations <file>',
        'earlier results: shards are balanced by how long checks took (repeatable; the same for all shards)',
      ),
    )
    .addOption(
      valued(
        '--resume <file>',
        'play only what is missing in FILE.jsonl, which is written while the run goes on',
      ),
    );
}

/** The options for a server at a URL. */
export function addUrlOptions(command: Command): Command {
  return command
    .optionsGroup('A server at a URL:')
    .addOption(
      repeatable(
        '--routes <file|name=path>',
        'further routes of the server: whoami=/me, a JSON file that maps routes to paths, or standard (repeatable)',
      ),
    )
    .option('--allow-writes', 'forward POST, PUT, PATCH and DELETE requests to the server')
    .addOption(
      repeatable(
        '--target-header <header>',
        "header that corspec adds to actual requests, 'Name: value' (repeatable)",
      ),
    )
    .option('--insecure', 'skip TLS certificate verification');
}

function addRemoteOptions(command: Command): Command {
  return command
    .optionsGroup('Remote browsers:')
    .addOption(
      repeatable(
        '--connect <browser=url>',
        'use the browser of a Playwright server: chromium=ws://host:3000/',
      ),
    )
    .addOption(
      repeatable(
        '--webdriver <browser=url>',
        'use the browser of Selenium Grid or another WebDriver server: firefox=http://grid:4444',
      ),
    )
    .addOption(
      valued(
        '--proxy-address <host[:port]>',
        "an address of this machine where these browsers reach corspec's proxy, with a password unless it is loopback",
      ),
    );
}
