import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { packageVersion } from '../package.ts';
import type { BrowsersOptions } from './browsers-options.ts';
import type { CommandLine, RunOptions } from './command-line.ts';
import type { ExplainOptions } from './explain-options.ts';
import { listKinds, type ListOptions } from './list-options.ts';
import type { Io } from './output.ts';
import type { CommandStatus } from './run-command.ts';

/** What the commands do, once their words are taken apart. */
export interface Handlers {
  readonly run: (line: CommandLine) => Promise<CommandStatus>;
  readonly list: (kind: string | undefined, options: ListOptions) => Promise<CommandStatus>;
  readonly explain: (url: string, options: ExplainOptions) => Promise<CommandStatus>;
  readonly browsers: (options: BrowsersOptions) => Promise<CommandStatus>;
}

/** Takes the words after `corspec`, does what they say, and gives the exit status. */
export async function runProgram(
  words: readonly string[],
  handlers: Handlers,
  io: Io,
): Promise<CommandStatus> {
  const forgotten = forgottenCommand(words[0]);
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
function forgottenCommand(word: string | undefined): string | undefined {
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

function subcommand(program: Command, name: string, examples: string): Command {
  return program
    .command(name)
    .helpOption('-h, --help', 'this help')
    .showHelpAfterError(`\`corspec ${name} --help\` shows what can be written.`)
    .addHelpText('after', `\n${examples}`);
}

/** The options of `run` and `compare`. They stay text here, so that all mistakes can be told at once. */
function addOptions(command: Command): Command {
  return command
    .optionsGroup('The policy that the server means to apply:')
    .addOption(repeatable('--policy <file|name>', 'a JSON file, or a policy of `corspec list policies`'))
    .addOption(repeatable('--origin <origin>', 'an allowed origin, https://*.example.com, or * (repeatable)'))
    .option('--credentials', 'pages may send cookies and read what comes back')
    .option('--no-credentials', 'they may not; without either, nothing is expected about it')
    .addOption(valued('--methods <list>', 'allowed methods, or *'))
    .addOption(valued('--request-headers <list>', 'allowed request headers, or *'))
    .addOption(valued('--expose <list>', 'response headers that scripts may read, or *'))
    .addOption(valued('--max-age <seconds>', 'how long a browser may remember a preflight').argParser(String))
    .optionsGroup('A server at a URL:')
    .addOption(valued('--routes <file|standard>', 'what it has beside the URL itself: JSON, route to path'))
    .option('--allow-writes', 'let POST, PUT, PATCH and DELETE through to it')
    .addOption(
      repeatable(
        '--target-header <header>',
        "'Name: value' that actual requests get on their way (repeatable)",
      ),
    )
    .option('--insecure', 'accept its certificate as it is')
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

function valued(flags: string, description: string): Option {
  return new Option(flags, description).argParser(notAnOption);
}

function repeatable(flags: string, description: string): Option {
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

const statuses = `Exit status: 0 conforms; 1 fails; 2 the command is wrong; 3 no verdict, as something could not be run.`;

const mainExamples = `Examples:
  corspec run http://localhost:3000/api --origin https://app.example.com --methods GET,PUT
  corspec run https://api.example.com/users --policy cors.json --browser chromium,firefox
  corspec compare --browser all --reporter html
  corspec explain http://localhost:8000/api --origin http://localhost:8080 --method PUT --credentials
  corspec list scenarios --level security`;

const runExamples = `Examples:
  corspec run http://localhost:3000/api --origin https://app.example.com --credentials
  corspec run http://localhost:3000/api --policy cors.json --allow-writes --reporter junit=cors.xml
  corspec run express-cors --policy allowlist --scenario 'preflight/*'

Without --allow-writes nothing is changed on a server at a URL: corspec holds POST, PUT, PATCH and DELETE back.

${statuses}`;

const compareExamples = `Examples:
  corspec compare
  corspec compare express-cors fastify-cors --policy credentialed --browser all
  corspec compare --servers ./my-servers --reporter html=report.html

Exit status: 0 whenever the comparison could be made, failures and all; with --gate that of run.`;

const explainExamples = `Examples:
  corspec explain http://localhost:8000/api --origin http://localhost:8080
  corspec explain http://localhost:8000/api/v1/stats --origin http://localhost:8080 --credentials \\
    --method POST --header 'Content-Type: application/json' --data '{"category": "a"}' --allow-writes
  corspec explain https://api.example.com/me --origin https://app.example.com --browser firefox

Preflights are always sent. A POST, PUT, PATCH or DELETE itself reaches the server with --allow-writes alone.

Exit status: 0 the script can read the response; 1 it cannot; 2 the command is wrong; 3 no verdict, as something could not be run.`;

const listExamples = `Examples:
  corspec list servers
  corspec list scenarios --suite preflight --level required,security
  corspec list scenarios preflight/put-allowed
  corspec list browsers --json`;

const browsersExamples = `Examples:
  corspec browsers
  corspec browsers --browser firefox --case 'C*'

Exit status: 0 every deviation is a known one; 1 one is not; 2 the command is wrong; 3 no browser.`;
