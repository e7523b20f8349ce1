import { stripVTControlCharacters } from 'node:util';
import { createRedactor, isSecretName, shortestSecret } from '../../results/redaction.ts';
import { type Texts, textFrom } from '../../text/coded.ts';
import { printable } from '../../text/printable.ts';
import type { ProcessEnd } from '../child.ts';
import { describeEnd, tailOf } from '../target-error.ts';
import type { UrlAnswer } from './answer.ts';
import type { WebServer } from './web-server.ts';

/** Why a run cannot begin. */
export type WebServerProblem =
  /** Something responds at the URL, and must not be used. */
  | { readonly code: 'occupied'; readonly answer: UrlAnswer }
  /** The command ended before the URL responded. */
  | { readonly code: 'ended'; readonly end: ProcessEnd }
  | { readonly code: 'not-started'; readonly reason: string }
  /** The URL did not respond in time, or with 5xx to the end. */
  | { readonly code: 'late'; readonly last: UrlAnswer };

/** The problem, what to do, and the end of the command's output. Safe to print. */
export function webServerProblem(server: WebServer, problem: WebServerProblem, output = ''): string {
  const text = textFrom(texts, { ...problem, server });
  return maskEnv(`${server.name}: ${text}`, server) + outputOf(server, output);
}

/** The end of the command's output, to append to a message. */
export function outputOf(server: WebServer, output: string): string {
  return maskEnv(tailOf('The end of its output:', stripVTControlCharacters(output)), server);
}

/** Masks the values of `env` that are long enough, or have the name of a secret. */
export function maskEnv(text: string, { env }: WebServer): string {
  const secrets = Object.entries(env).flatMap(([name, value]) => {
    const shortest = isSecretName(name) ? 4 : shortestSecret;
    return value.split('\n').filter((line) => line.trim().length >= shortest);
  });
  return secrets.length === 0 ? text : createRedactor(secrets).text(text);
}

type WithServer = WebServerProblem & { readonly server: WebServer };

const texts: Texts<WithServer> = {
  occupied: ({ server, answer }) =>
    `${printable(server.url)} responds already (${answerText(answer)}), and ${quotedCommand(server)} was not started. ` +
    'End that server, or use it with `reuseExistingServer: true` (the default where the variable CI is not set), or with --wait instead of --start.',
  ended: ({ server, end }) =>
    `${quotedCommand(server)} ended with ${describeEnd(end)} before ${printable(server.url)} responded.${hintOf(end)}`,
  'not-started': ({ server, reason }) => `${quotedCommand(server)} cannot be started: ${printable(reason)}.`,
  late: ({ server, last }) =>
    last.kind === 'response'
      ? `${printable(server.url)} responded with status ${last.status} for ${server.timeoutMs} ms; a server is ready when the status is below 500. ${adviceOf(server)}`
      : `${printable(server.url)} did not respond within ${server.timeoutMs} ms: ${last.reason}. ${adviceOf(server)}`,
};

function quotedCommand({ command }: WebServer): string {
  return `\`${printable(command ?? '', { limit: 200 })}\``;
}

/** 127 and 126 are statuses of the shell. */
function hintOf({ code }: ProcessEnd): string {
  if (code === 127) return ' This is the status of a command that was not found.';
  if (code === 126) return ' This is the status of a file that cannot be executed.';
  if (code === 0)
    return ' If it starts the server elsewhere, such as in a container, run it before corspec, and use --wait.';
  return '';
}

function adviceOf({ command, name }: WebServer): string {
  if (command === null) return 'Start the server before corspec, or with --start.';
  const time = name.startsWith('--')
    ? 'webServer.timeout of a configuration gives it more time'
    : `${name}.timeout gives it more time`;
  return `Check the URL; ${time}.`;
}

function answerText(answer: UrlAnswer): string {
  if (answer.kind === 'none') return answer.reason;
  const server = answer.server === null ? '' : `, Server: ${printable(answer.server, { limit: 80 })}`;
  return `status ${answer.status}${server}`;
}
