import { Argument, Command, CommanderError } from 'commander';
import { packageVersion } from '../package.ts';
import type { BrowsersOptions } from './browsers-options.ts';
import type { CheckServerOptions } from './check-server-options.ts';
import type { CommandLine, RunOptions } from './command-line.ts';
import type { ExplainOptions } from './explain-options.ts';
import {
  browsersExamples,
  checkServerExamples,
  compareExamples,
  explainExamples,
  listExamples,
  mainExamples,
  runExamples,
  statuses,
} from './help-texts.ts';
import { listKinds, type ListOptions } from './list-options.ts';
import { repeatable, subcommand, valued } from './option-words.ts';
import type { Io } from './output.ts';
import type { CommandStatus } from './run-command.ts';

/** What the commands do, once their words are taken apart. */
export interface Handlers {
  readonly run: (line: CommandLine) => Promise<CommandStatus>;
  readonly list: (kind: string | undefined, options: ListOptions) => Promise<CommandStatus>;
  readonly explain: (url: string, options: ExplainOptions) => Promise<CommandStatus>;
  readonly browsers: (options: BrowsersOptions) => Promise<CommandStatus>;
  readonly checkServer: (target: string, options: CheckServerOptions) => Promise<CommandStatus>;
}

/** Takes the words after `corspec`, does what they say, and gives the exit status. */
export async function runProgram(
  words: readonly string[],
  handlers: Handlers,
  io: Io,
): Promise<CommandStatus> {
  const forgotten = missingCommand(words[0]);
  if (forgotten !== undefined) {
    io.stderr.write(forgotten);
    return 2;
  }
  // A command that ends without a status of its own has shown its help.
  let status: CommandStatus = 0;
  const program = build(
    {
      run: async (line) => {
        status = await handlers.run(line);
      },
      list: async (kind, options) => {
        status = await handlers.list(kind, options);
      },
      explain: async (url, options) => {
        status = await handlers.explain(url, options);
      },
      browsers: async (options) => {
        status = await handlers.browsers(options);
      },
      checkServer: async (target, options) => {
        status = await handlers.checkServer(target, options);
      },
    },
    io,
  );
  try {
    await program.parseAsync([...words], { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

/** `corspec http://localhost:3000` is the first thing that people type. */
function missingCommand(word: string | undefined): string | undefined {
  if (word === undefined || !/^https?:\/\/|^localhost(:\d+)?(\/|$)/i.test(word)) return undefined;
  const url = word.includes('://') ? word : `http://${word}`;
  return `corspec: the command is missing. To test this server: corspec run ${url} --origin https://app.example.com\n`;
}

/** Handlers that keep their status to themselves, as commander has it. */
type Actions = { readonly [Name in keyof Handlers]: (...words: Parameters<Handlers[Name]>) => Promise<void> };

function build(actions: Actions, { stdout, stderr }: Io): Command {
  const program = new Command('corspec')
    .description('Tells from real browsers whether a server does what its CORS policy says.')
    .version(packageVersion, '-V, --version', 'the version of corspec')
    .helpOption('-h, --help', 'this help')
    .helpCommand('help [command]', 'help for a command')
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
  addList(program, actions);
  addBrowsers(program, actions);
  addCheckServer(program, actions);
  return program;
}

function addRun(program: Command, { run }: Actions): void {
  const command = subcommand(program, 'run', runExamples)
    .description('Tests a server: at a URL with its policy, or an implementation that corspec starts.')
    .argument('[target...]', 'a URL, the id of an implementation, or the folder of one');
  addOptions(command).action((targets: string[], options: RunOptions) =>
    run({ command: 'run', targets, options }),
  );
}

function addCompare(program: Command, { run }: Actions): void {
  const command = subcommand(program, 'compare', compareExamples)
    .description('Compares implementations under every policy, as a matrix.')
    .argument('[id...]', 'ids of implementations or their folders; all of them when there is none');
  addOptions(command)
    .optionsGroup('Judging:')
    .option('--gate', 'let failures decide the exit status, as with run')
    .action((targets: string[], options: RunOptions) => run({ command: 'compare', targets, options }));
}

function addExplain(program: Command, { explain }: Actions): void {
  subcommand(program, 'explain', explainExamples)
    .description('Tells step by step what a browser does with one request, and what to change on the server.')
    .argument('<url>', 'where the request goes')
    .optionsGroup('The request, as the script of a page makes it:')
    .addOption(valued('--origin <origin>', "the page's origin, such as http://localhost:8080"))
    .addOption(valued('--method <method>', 'GET, PUT, … (default: GET)'))
    .addOption(repeatable('--header <header>', "'Name: value' that the script sets (repeatable)"))
    .option('--credentials', "with cookies: fetch's credentials: 'include', axios' withCredentials")
    .addOption(valued('--data <text>', 'the body'))
    .addOption(repeatable('--cookie <cookie>', 'NAME=VALUE that the browser has for the server (repeatable)'))
    .optionsGroup('How it is made:')
    .addOption(
      valued(
        '--browser <name>',
        'model (the Fetch standard itself), chromium, firefox, webkit (default: model)',
      ),
    )
    .option('--allow-writes', 'let POST, PUT, PATCH and DELETE through to the server')
    .option('--insecure', 'accept its certificate as it is')
    .option('--json', 'as JSON, for programs')
    .action(explain);
}

function addList(program: Command, { list }: Actions): void {
  subcommand(program, 'list', listExamples)
    .description('Shows what there is: all of it, or one kind.')
    .addArgument(new Argument('[kind]', listKinds.join(', ')))
    .addArgument(
      new Argument('[id...]', 'scenarios to be told whole: what happens, what must come of it, and why'),
    )
    .option('--json', 'as JSON, for programs')
    .addOption(repeatable('--suite <list>', 'scenarios of these suites alone'))
    .addOption(repeatable('--scenario <id>', 'scenarios with this id, or that match this glob (repeatable)'))
    .addOption(repeatable('--level <list>', 'scenarios at these levels alone'))
    .addOption(repeatable('--servers <folder>', 'a further folder of implementations (repeatable)'))
    .action((kind: string | undefined, ids: readonly string[], options: ListOptions) =>
      list(kind, ids.length === 0 ? options : { ...options, tell: ids }),
    );
}

function addBrowsers(program: Command, { browsers }: Actions): void {
  subcommand(program, 'browsers', browsersExamples)
    .description('Shows where the browsers on this machine do other than the Fetch standard says.')
    .addOption(
      repeatable('--browser <list>', 'chromium, firefox, webkit, model (default: all that are here)'),
    )
    .addOption(repeatable('--case <id>', 'the case with this id, or those that match this glob (repeatable)'))
    .option('--json', 'as JSON, for programs')
    .action(browsers);
}

function addCheckServer(program: Command, { checkServer }: Actions): void {
  const command = subcommand(program, 'check-server', checkServerExamples)
    .description('Checks whether a server keeps the contract of routes: for authors of implementations.')
    .argument('<target>', 'the id of an implementation, the folder of one, or a URL')
    .addOption(repeatable('--servers <folder>', 'a further folder of implementations (repeatable)'));
  addUrlOptions(command).option('--json', 'as JSON, for programs').action(checkServer);
}

/** The options of `run` and `compare`. They stay text here, so that all mistakes can be told at once. */
function addOptions(command: Command): Command {
  command
    .optionsGroup('The policy that the server means to apply:')
    .addOption(repeatable('--policy <file|name>', 'a JSON file, or a policy of `corspec list policies`'))
    .addOption(repeatable('--origin <origin>', 'an allowed origin, https://*.example.com, or * (repeatable)'))
    .option('--credentials', 'pages may send cookies and read what comes back')
    .option('--no-credentials', 'they may not; without either, nothing is expected about it')
    .addOption(valued('--methods <list>', 'allowed methods, or *'))
    .addOption(valued('--request-headers <list>', 'allowed request headers, or *'))
    .addOption(valued('--expose <list>', 'response headers that scripts may read, or *'))
    .addOption(
      valued('--max-age <seconds>', 'how long a browser may remember a preflight').argParser(String),
    );
  return addUrlOptions(command)
    .optionsGroup('What is run:')
    .addOption(repeatable('--browser <list>', 'chromium, firefox, webkit, model, or all (default: chromium)'))
    .addOption(repeatable('--suite <list>', 'these suites alone'))
    .addOption(
      repeatable('--scenario <id>', 'the scenario with this id, or those that match this glob (repeatable)'),
    )
    .addOption(repeatable('--level <list>', 'required, security, recommended, informative'))
    .addOption(repeatable('--servers <folder>', 'a further folder of implementations (repeatable)'))
    .addOption(valued('--timeout <ms>', 'for one request (default: 10000)').argParser(String))
    .addOption(valued('--jobs <n>', 'requests under way at once (default: 12)').argParser(String))
    .optionsGroup('Judging:')
    .option('--strict', 'failures of level recommended count too')
    .optionsGroup('Reports:')
    .addOption(
      repeatable(
        '--reporter <name[=file]>',
        'see `corspec list reporters`; =- is stdout (default: terminal)',
      ),
    )
    .addOption(
      valued('--evidence <which>', 'keep whole exchanges of failures, or of all (default: failures)'),
    );
}

/** The options about a server at a URL. */
function addUrlOptions(command: Command): Command {
  return command
    .optionsGroup('A server at a URL:')
    .addOption(valued('--routes <file|standard>', 'what it has beside the URL itself: JSON, route to path'))
    .option('--allow-writes', 'let POST, PUT, PATCH and DELETE through to it')
    .addOption(
      repeatable(
        '--target-header <header>',
        "'Name: value' that actual requests get on their way (repeatable)",
      ),
    )
    .option('--insecure', 'accept its certificate as it is');
}
