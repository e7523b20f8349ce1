/** The example with one command: node run.js [--step N] [--keep | --open]. The README describes it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PlainError } from './lib/ports.js';
import { createPrinter } from './lib/print.js';
import { createCleanup } from './lib/processes.js';
import { missingParts, setUp } from './lib/setup.js';

const help = `Usage: npm run example -- [options]

  --step <n>         runs only this step (repeatable)
  --keep             keeps the servers of the last step running until Ctrl-C
  --open             the same, and opens the page in your browser
  --page-port <n>    the port of the page (default: 8080); 0 stands for any free port
  --api-port <n>     the port of the API (default: 8000)
  --site-port <n>    the port of the reverse proxy in step 6 (default: 8081)
  --proxy <name>     the reverse proxy: nginx or fastify (default: nginx where it is installed)
  --setup            only installs the packages
  --check            only tells whether the packages are installed
  --help             this help

DATABASE_URL selects a PostgreSQL server. Without it, the example starts its own in a temporary folder.`;

const options = {
  step: { type: 'string', multiple: true },
  keep: { type: 'boolean' },
  open: { type: 'boolean' },
  'page-port': { type: 'string', default: '8080' },
  'api-port': { type: 'string', default: '8000' },
  'site-port': { type: 'string', default: '8081' },
  proxy: { type: 'string' },
  setup: { type: 'boolean' },
  check: { type: 'boolean' },
  help: { type: 'boolean' },
};

/** Known before the steps can be imported. */
const stepCount = 7;
const signalStatus = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
const cleanup = createCleanup();
const print = createPrinter();
let isStopping = false;

for (const signal of Object.keys(signalStatus)) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    print.line('\nStopping the servers …');
    void cleanup.run().then(() => process.exit(signalStatus[signal]));
  });
}

try {
  const status = await main();
  await end(status);
} catch (error) {
  // What fails because the servers stop is no error of its own.
  if (!isStopping) {
    const isPlain = error instanceof PlainError || String(error.code).startsWith('ERR_PARSE_ARGS_');
    console.error(isPlain ? error.message : error);
    await end(isPlain ? 2 : 1);
  }
}

async function end(status) {
  await cleanup.run();
  if (!isStopping) process.exit(status);
}

async function main() {
  const { values } = parseArgs({ options });
  if (values.help) {
    print.line(help);
    return 0;
  }
  if (values.check) {
    for (const { title, into } of missingParts()) print.line(`The ${title} are not installed in ${into}.`);
    return missingParts().length === 0 ? 0 : 1;
  }
  const chosen = chosenSteps(values.step);
  const ports = portsOf(values);
  if (values.proxy !== undefined && !['nginx', 'fastify'].includes(values.proxy))
    throw new PlainError(`--proxy ${values.proxy}: nginx or fastify.`);
  await setUp(cleanup, print.line);
  if (values.setup) return 0;
  // They import packages that the line above may have installed.
  const { createWorld } = await import('./lib/world.js');
  const { steps } = await import('./lib/steps.js');
  const temporary = mkdtempSync(join(tmpdir(), 'corspec-fullstack-'));
  cleanup.add(() => Promise.resolve(rmSync(temporary, { recursive: true, force: true, maxRetries: 5 })));
  const world = await createWorld({ cleanup, print, temporary, ports, proxy: values.proxy });
  for (const number of chosen) {
    const step = steps[number - 1];
    print.heading(number, steps.length, step.title);
    world.beginStep();
    await step.show(world);
    if (number !== chosen.at(-1) || !(values.keep || values.open)) await world.endStep();
  }
  if (values.keep || values.open) await keep(world, values.open);
  return 0;
}

function chosenSteps(given) {
  if (given === undefined) return Array.from({ length: stepCount }, (_, index) => index + 1);
  return given.map((text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= stepCount) return number;
    throw new PlainError(`--step ${text}: a number from 1 to ${stepCount}.`);
  });
}

function portsOf(values) {
  const portOf = (option) => {
    const port = Number(values[option]);
    if (/^\d+$/.test(values[option]) && port <= 65_535) return port;
    throw new PlainError(`--${option} ${values[option]}: a number from 0 to 65535.`);
  };
  return { page: portOf('page-port'), api: portOf('api-port'), site: portOf('site-port') };
}

async function keep(world, open) {
  const { openOnDesktop } = await import('./lib/browser.js');
  print.line(`
The servers of this step are running:
  page      ${world.shown}
  API       ${world.apiUrl}
  database  ${world.database.url}
Press Ctrl-C to stop them.`);
  if (open && !openOnDesktop(world.shown)) print.line(`Open ${world.shown} in your browser.`);
  // A promise alone does not keep the process running.
  const timer = setInterval(() => {}, 60_000);
  cleanup.add(() => Promise.resolve(clearInterval(timer)));
  await new Promise(() => {});
}
