import { Argument, Command, CommanderError } from 'commander';
import { packageVersion } from '../package.ts';
import type { BrowsersOptions } from './command-line.ts';
import type { CheckServerOptions } from './command-line.ts';
import type { InitOptions } from './command-line.ts';
import { addInit } from './init-arguments.ts';
import type { CommandLine, RunOptions } from './command-line.ts';
import type { DiffOptions, DoctorOptions, ExplainOptions } from './command-line.ts';
import type { HistoryOptions, MergeOptions, ReportOptions } from './command-line.ts';
import {
  browsersExamples,
  checkServerExamples,
  compareExamples,
  doctorExamples,
  explainExamples,
  listExamples,
  mainExamples,
  runExamples,
  statuses,
} from './help-texts.ts';
import { listKinds, type ListOptions } from './command-line.ts';
import { repeatable, subcommand, valued } from './option-words.ts';
import { addRunOptions, addUrlOptions, fixHelp } from './run-arguments.ts';
import type { Io } from './output.ts';
import { addResultsCommands } from './results-commands.ts';
import type { CommandStatus } from './run-command.ts';

/** What the commands do, once their arguments are parsed. */
export interface Handlers {
  readonly run: (line: CommandLine) => Promise<CommandStatus>;
  readonly init: (url: string | undefined, options: InitOptions) => Promise<CommandStatus>;
  readonly list: (kind: string | undefined, options: ListOptions) => Promise<CommandStatus>;
  readonly explain: (urls: readonly string[], options: ExplainOptions) => Promise<CommandStatus>;
  readonly browsers: (options: BrowsersOptions) => Promise<CommandStatus>;
  readonly checkServer: (target: string, options: CheckServerOptions) => Promise<CommandStatus>;
  readonly report: (files: readonly string[], options: ReportOptions) => Promise<CommandStatus>;
  readonly merge: (files: readonly string[], options: MergeOptions) => Promise<CommandStatus>;
  readonly history: (names: readonly string[], options: HistoryOptions) => Promise<CommandStatus>;
  readonly diff: (a: string, b: string, options: DiffOptions) => Promise<CommandStatus>;
  readonly doctor: (options: DoctorOptions) => Promise<CommandStatus>;
}

/** Runs the command given by the arguments after `corspec`. Returns the exit status. */
export async function runProgram(
  args: readonly string[],
  handlers: Handlers,
  io: Io,
): Promise<CommandStatus> {
  const message = missingCommand(args[0]);
  if (message !== undefined) {
    io.stderr.write(message);
    return 2;
  }
  // A command that returns no status has printed its help.
  let status: CommandStatus = 0;
  const program = build(
    {
      run: async (line) => {
        status = await handlers.run(line);
      },
      init: async (url, options) => {
        status = await handlers.init(url, options);
      },
      list: async (kind, options) => {
        status = await handlers.list(kind, options);
      },
      explain: async (urls, options) => {
        status = await handlers.explain(urls, options);
      },
      browsers: async (options) => {
        status = await handlers.browsers(options);
      },
      checkServer: async (target, options) => {
        status = await handlers.checkServer(target, options);
      },
      report: async (files, options) => {
        status = await handlers.report(files, options);
      },
      merge: async (files, options) => {
        status = await handlers.merge(files, options);
      },
      history: async (names, options) => {
        status = await handlers.history(names, options);
      },
      diff: async (a, b, options) => {
        status = await handlers.diff(a, b, options);
      },
      doctor: async (options) => {
        status = await handlers.doctor(options);
      },
    },
    io,
  );
  try {
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

/** `corspec http://localhost:3000`: a URL without a command. */
function missingCommand(word: string | undefined): string | undefined {
  if (word === undefined || !/^https?:\/\/|^localhost(:\d+)?(\/|$)/i.test(word)) return undefined;
  const url = word.includes('://') ? word : `http://${word}`;
  return `corspec: the command is missing. To test this server: corspec run ${url} --origin https://app.example.com\n`;
}

/** Handlers without a return value, as commander expects. */
type Actions = { readonly [Name in keyof Handlers]: (...args: Parameters<Handlers[Name]>) => Promise<void> };

function build(actions: Actions, { stdout, stderr }: Io): Command {
  const program = new Command('corspec')
    .description('Tests in real browsers whether a server follows its CORS policy.')
    .version(packageVersion, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show help for a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      outputError: (text, write) => write(text.replace(/^error: /, 'corspec: ')),
    })
    .addHelpText('after', `\n${mainExamples}\n\n${statuses}`);
  addRun(program, actions);
  addCompare(program, actions);
  addExplain(program, actions);
  addResultsCommands(program, actions);
  addInit(program, actions.init);
  addList(program, actions);
  addBrowsers(program, actions);
  addCheckServer(program, actions);
  addDoctor(program, actions);
  return program;
}

function addRun(program: Command, { run }: Actions): void {
  const command = subcommand(program, 'run', runExamples)
    .description('Tests a server: at a URL against a policy, or an implementation that corspec starts.')
    .argument(
      '[target...]',
      'a URL, an implementation id, the folder of an implementation, or a name from the configuration (default: all of the configuration)',
    );
  addRunOptions(command)
    .optionsGroup('Configuration:')
    .addOption(
      valued('--config <file>', 'the configuration file (default: corspec.config.{ts,mts,js,mjs,json})'),
    )
    .optionsGroup('An OpenAPI document:')
    .addOption(valued('--openapi <file>', 'test every path of this document, or those that TARGETs name'))
    .addOption(
      valued('--base-url <url>', "where the API of the document is (default: the document's first server)"),
    )
    .optionsGroup('A server at a URL:')
    .addOption(
      valued('--start <command>', "starts the server before the checks and stops it after them: 'npm start'"),
    )
    .addOption(
      valued('--wait <url>', 'waits until this URL responds (default with --start: the URL of the target)'),
    )
    .addOption(
      valued(
        '--expect-status <n>',
        'the status of a plain GET of the URL (default: neither 404, 410 nor 5xx)',
      ).argParser(String),
    )
    .addOption(
      repeatable(
        '--cookie <cookie>',
        'a cookie that the browser has for the server, NAME=VALUE (repeatable)',
      ),
    )
    .addOption(
      valued(
        '--login <request>',
        "requested once before the checks, to get cookies: 'POST /login name=a&password=b'",
      ),
    )
    .addOption(
      repeatable('--header <header>', "header that the page sends where it may, 'Name: value' (repeatable)"),
    )
    .addOption(valued('--data <text>', 'body of POST, PUT and PATCH requests, or @FILE'))
    .addOption(
      valued('--endpoint-methods <list>', 'the methods that this URL supports, if not all of the policy'),
    )
    .optionsGroup('Repeats:')
    .option(
      '--watch',
      'keep the browser open and run again on Enter, when the server is restarted, or when the policy or the configuration changes',
    )
    .action((targets: string[], options: RunOptions) => run({ command: 'run', targets, options }));
}

function addCompare(program: Command, { run }: Actions): void {
  const command = subcommand(program, 'compare', compareExamples)
    .description('Compares implementations under every policy and shows a matrix.')
    .argument('[id...]', 'implementation ids or folders (default: all)');
  addRunOptions(command)
    .optionsGroup('Verdict:')
    .option('--gate', 'exit with the same status as `corspec run`')
    .action((targets: string[], options: RunOptions) => run({ command: 'compare', targets, options }));
}

function addExplain(program: Command, { explain }: Actions): void {
  subcommand(program, 'explain', explainExamples)
    .description(
      'Explains step by step what a browser does with one request, and what to change on the server.',
    )
    .argument('[url...]', 'the URL of the request')
    .optionsGroup('Instead of the URL, what developer tools copy (- reads it from stdin):')
    .addOption(
      valued('--har <file>', 'a HAR file: explains the requests in it that CORS concerns, and sends nothing'),
    )
    .addOption(valued('--curl <command>', 'the text of "Copy as cURL" (bash or cmd)'))
    .addOption(valued('--fetch <code>', 'the text of "Copy as fetch"'))
    .optionsGroup('The request that the page makes:')
    .addOption(valued('--origin <origin>', "the page's origin, such as http://localhost:8080"))
    .addOption(valued('--method <method>', 'the request method (default: GET)'))
    .addOption(
      repeatable('--header <header>', "a request header that the script sets, 'Name: value' (repeatable)"),
    )
    .option('--credentials', "send cookies: fetch with credentials: 'include', axios with withCredentials")
    .addOption(valued('--data <text>', 'the request body'))
    .addOption(
      repeatable(
        '--cookie <cookie>',
        'a cookie that the browser has for the server, NAME=VALUE (repeatable)',
      ),
    )
    .optionsGroup('How corspec makes it:')
    .addOption(
      valued(
        '--browser <name>',
        'model (follows the Fetch standard), chromium, firefox or webkit (default: model)',
      ),
    )
    .option('--allow-writes', 'forward POST, PUT, PATCH and DELETE requests to the server')
    .option('--insecure', 'skip TLS certificate verification')
    .addOption(valued('--fix <library>', fixHelp))
    .option('--verbose', 'explain every step')
    .option('--json', 'print JSON')
    .action(explain);
}

function addList(program: Command, { list }: Actions): void {
  subcommand(program, 'list', listExamples)
    .description('Lists scenarios, servers, policies, browsers and reporters.')
    .addArgument(new Argument('[kind]', listKinds.join(', ')))
    .addArgument(new Argument('[id...]', 'scenario ids to describe in full'))
    .option('--json', 'print JSON')
    .addOption(repeatable('--suite <list>', 'only scenarios of these suites'))
    .addOption(
      repeatable('--scenario <id>', 'only scenarios with this id or matching this glob (repeatable)'),
    )
    .addOption(repeatable('--level <list>', 'only scenarios of these levels'))
    .addOption(repeatable('--servers <folder>', 'an additional folder of implementations (repeatable)'))
    .action((kind: string | undefined, ids: readonly string[], options: ListOptions) =>
      list(kind, ids.length === 0 ? options : { ...options, describe: ids }),
    );
}

function addBrowsers(program: Command, { browsers }: Actions): void {
  subcommand(program, 'browsers', browsersExamples)
    .description('Shows where the browsers on this machine deviate from the Fetch standard.')
    .addOption(
      repeatable('--browser <list>', 'chromium, firefox, webkit, model (default: all installed browsers)'),
    )
    .addOption(repeatable('--case <id>', 'only cases with this id or matching this glob (repeatable)'))
    .option('--json', 'print JSON')
    .action(browsers);
}

function addDoctor(program: Command, { doctor }: Actions): void {
  subcommand(program, 'doctor', doctorExamples)
    .description('Shows what this machine has and lacks: browsers, permissions, programs.')
    .option('--json', 'print JSON')
    .action(doctor);
}

function addCheckServer(program: Command, { checkServer }: Actions): void {
  const command = subcommand(program, 'check-server', checkServerExamples)
    .description('Checks whether a server follows the route contract (for authors of implementations).')
    .argument('<target>', 'an implementation id, the folder of an implementation, or a URL')
    .addOption(repeatable('--servers <folder>', 'an additional folder of implementations (repeatable)'));
  addUrlOptions(command).option('--json', 'print JSON').action(checkServer);
}
