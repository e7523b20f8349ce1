/** A server that a run needs: started before its checks, or only waited for. */
export interface WebServer {
  /** How messages name it: `--start`, `webServer`, `webServer[1]`. */
  readonly name: string;
  /** A command of the shell; null when the server is only waited for. */
  readonly command: string | null;
  /** It is ready when this URL responds with a status below 500. */
  readonly url: string;
  /** How long it may take until then: milliseconds. */
  readonly timeoutMs: number;
  /** Whether a server that responds already is used instead of the command. */
  readonly reuseExisting: boolean;
  /** Absolute. */
  readonly cwd: string;
  /** In addition to the environment of corspec. Its values may be secrets. */
  readonly env: Readonly<Record<string, string>>;
}
