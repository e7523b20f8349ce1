/** Parameters and results of a protocol; each caller knows those of its commands. */
export type Data = Readonly<Record<string, unknown>>;

/** Commands with numbers, whose answers come in any order, and events: what protocols for browsers have in common. */
export interface Commands {
  /**
   * Sends a command with an id. Rejects with the browser's message, and when the connection has ended or the time limit has
   * passed.
   */
  send<Result>(command: { readonly method: string } & Data): Promise<Result>;
  answer(id: number, answer: Answer): void;
  /** Calls the listener for every event of this name. Returns a function that ends that. */
  on(name: string, listener: Listener): () => void;
  /** @param session of the protocol, where it has several */
  emit(name: string, params: Data, session?: string): void;
  /** Rejects all commands: the connection has ended. */
  end(): void;
}

type Listener = (params: Data, session: string | undefined) => void;

type Answer = { readonly result: unknown } | { readonly error: string };

/** How long a command may take: milliseconds. */
const commandTimeoutMs = 30_000;

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** @param write sends the text of a message */
export function createCommands(write: (text: string) => void): Commands {
  const pending = new Map<number, Pending>();
  const listeners = new Map<string, Set<Listener>>();
  let lastId = 0;
  let isOver = false;

  const settle = (id: number, answer: Answer) => {
    const command = pending.get(id);
    pending.delete(id);
    clearTimeout(command?.timer);
    if ('error' in answer) command?.reject(new Error(answer.error));
    else command?.resolve(answer.result);
  };

  return {
    send: <Result>(command: { readonly method: string } & Data) =>
      new Promise<Result>((resolve, reject) => {
        if (isOver) {
          reject(new Error(exited));
          return;
        }
        const id = (lastId += 1);
        const late = `the browser did not answer ${command.method} within ${commandTimeoutMs / 1000} s`;
        const timer = setTimeout(() => {
          settle(id, { error: late });
        }, commandTimeoutMs);
        pending.set(id, { resolve: (result) => resolve(result as Result), reject, timer });
        write(JSON.stringify({ id, ...command }));
      }),
    answer: settle,
    on(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener));
      return () => void own.delete(listener);
    },
    emit(name, params, session) {
      for (const listener of listeners.get(name) ?? []) listener(params, session);
    },
    end() {
      isOver = true;
      for (const id of pending.keys()) settle(id, { error: exited });
    },
  };
}

const exited = 'the browser has exited';
