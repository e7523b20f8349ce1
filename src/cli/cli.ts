import type { CommandLine, InitOptions } from './command-line.ts';
import type { CommandStatus } from './run-command.ts';
import { type Handlers, runProgram } from './program.ts';
import type { Io } from './output.ts';
import { guard } from './process-guard.ts';
import { withInterrupts } from './interrupts.ts';

/** corspec as a process: runs the command of its command line and sets the exit status. */
export async function startCli(args: readonly string[]): Promise<void> {
  const io = processIo();
  await guard(io, () =>
    runProgram(
      args,
      {
        async run(line) {
          if (line.options.watch === true) return startWatch(line, io);
          const [{ runCommand }, services] = await Promise.all([import('./run-command.ts'), loadServices()]);
          return withInterrupts(io, (signal) => runCommand(line, services, io, signal));
        },
        async explain(urls, options) {
          const [{ explainCommand }, { catalogue }] = await Promise.all([
            import('./explain-command.ts'),
            loadServices(),
          ]);
          return withInterrupts(io, (signal) =>
            explainCommand(urls, options, catalogue.browsers, io, signal),
          );
        },
        init: (url, options) => startInit(url, options, io),
        async browsers(options) {
          const [{ browsersCommand }, services] = await Promise.all([
            import('./browsers-command.ts'),
            loadServices(),
          ]);
          return withInterrupts(io, (signal) => browsersCommand(options, services, io, signal));
        },
        async checkServer(target, options) {
          const [{ checkServerCommand }, { catalogue }] = await Promise.all([
            import('./check-server-command.ts'),
            loadServices(),
          ]);
          return withInterrupts(io, (signal) => checkServerCommand(target, options, catalogue, io, signal));
        },
        async report(files, options) {
          const [{ reportCommand }, { catalogue }] = await Promise.all([
            import('./report-command.ts'),
            loadServices(),
          ]);
          return reportCommand(files, options, catalogue, io);
        },
        ...readers(io),
        async doctor(options) {
          const [{ doctorCommand }, services] = await Promise.all([
            import('./doctor-command.ts'),
            loadServices(),
          ]);
          return doctorCommand(options, services, io);
        },
        async list(kind, options) {
          const [{ listCommand }, services] = await Promise.all([
            import('./list-command.ts'),
            loadServices(),
          ]);
          return listCommand(kind, options, services, io);
        },
      },
      io,
    ),
  );
}

/** The commands that only read files of results. */
function readers(io: Io): Pick<Handlers, 'merge' | 'history' | 'diff'> {
  return {
    async merge(files, options) {
      const { mergeCommand } = await import('./merge-command.ts');
      return mergeCommand(files, options, io);
    },
    async history(names, options) {
      const { historyCommand } = await import('./history-command.ts');
      return historyCommand(names, options, io);
    },
    async diff(a, b, options) {
      const { diffCommand } = await import('./diff-command.ts');
      return diffCommand([a, b], options, io);
    },
  };
}

function processIo(): Io {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    // Opened only where a command reads it.
    get stdin() {
      return process.stdin;
    },
  };
}

async function startWatch(line: CommandLine, io: Io): Promise<CommandStatus> {
  const [{ watchCommand }, services, { loadRepeatedRuns }] = await Promise.all([
    import('./watch-command.ts'),
    loadServices(),
    import('./services.ts'),
  ]);
  return withInterrupts(io, (signal, idle) =>
    watchCommand(line, { ...services, loadRepeatedRuns }, io, { signal, idle }),
  );
}

async function startInit(url: string | undefined, options: InitOptions, io: Io): Promise<CommandStatus> {
  const { initCommand } = await import('./init-command.ts');
  return withInterrupts(io, (signal) => initCommand(url, options, io, signal));
}

/** Loads only what a command needs, so that help and version are fast. */
async function loadServices() {
  const services = await import('./services.ts');
  return services.loadServices();
}
