import type { Policy } from '../policy/policy.ts';
import { printable } from '../text/printable.ts';

/** An implementation's answer for a policy. */
export type PolicyState =
  | { readonly status: 'ready'; readonly url: string }
  /** The reason comes from the implementation: untrusted text. */
  | { readonly status: 'unsupported'; readonly reason: string };

/** A problem with the output of an implementation. The message has no subject and is safe to print. */
export interface HandshakeProblem {
  readonly kind: 'invalid-json' | 'contract' | 'untrusted';
  readonly message: string;
}

export type HandshakeStep =
  | { readonly kind: 'more' }
  | { readonly kind: 'ready'; readonly versions: Readonly<Record<string, string>> }
  | { readonly kind: 'problem'; readonly problem: HandshakeProblem };

export interface Handshake {
  /** The line for the implementation's stdin. */
  readonly question: string;
  /** Takes one line of the implementation's stdout. */
  take(line: string): HandshakeStep;
  /** The answers so far, in the order of the policies, without the invalid one. */
  answers(): ReadonlyMap<string, PolicyState>;
  /** Names of the policies without an answer. */
  missing(): string[];
}

/** No library has such an option. An implementation that accepts it does not validate its policies. */
const nonsensePolicy = { 'corspec-nonsense': true };

const longestReason = 1000;

/**
 * The start protocol of an implementation, as a state machine over lines without I/O. An invalid policy is sent first;
 * each policy must be answered exactly once before the ready line.
 */
export function handshake(policies: Readonly<Record<string, Policy>>): Handshake {
  const names = Object.keys(policies);
  const nonsense = freeName('nonsense', names);
  const asked = new Set([nonsense, ...names]);
  const given = new Map<string, PolicyState>();

  const missing = () => [...asked].filter((name) => !given.has(name));

  const takeAnswer = (name: string, answer: Fields, line: string): HandshakeStep => {
    if (!asked.has(name)) return contract(`answered for an unknown policy, ${shown(line)}`);
    if (given.has(name))
      return contract(`answered for the policy ${shown(name)} twice, the second time ${shown(line)}`);
    const state = readState(answer);
    if (typeof state === 'string') return contract(`${state}, ${shown(line)}`);
    if (name === nonsense && state.status === 'ready') return untrusted(line);
    given.set(name, state);
    return { kind: 'more' };
  };

  const takeReady = (versions: unknown, line: string): HandshakeStep => {
    const left = missing();
    if (left.length > 0)
      return contract(
        `printed the ready line without an answer for ${left.map((name) => shown(name)).join(', ')}`,
      );
    if (!isVersions(versions))
      return contract(
        `printed a ready line without versions (expected: {"ready": true, "versions": {"<library>": "<version>"}}), ${shown(line)}`,
      );
    return { kind: 'ready', versions };
  };

  return {
    question: question([[nonsense, nonsensePolicy], ...Object.entries(policies)]),
    take(line) {
      const fields = parseFields(line);
      if (fields === null) return invalidJson(`printed a line that is not a JSON object, ${shown(line)}`);
      if (typeof fields['policy'] === 'string') return takeAnswer(fields['policy'], fields, line);
      if (fields['ready'] === true) return takeReady(fields['versions'], line);
      return contract(
        `printed a line that is neither the answer for a policy nor the ready line, ${shown(line)}`,
      );
    },
    answers: () => new Map(names.flatMap((name) => pairOf(name, given.get(name)))),
    missing,
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** Not by JSON.stringify of an object, which would put names that look like numbers first. */
function question(policies: readonly (readonly [name: string, policy: object])[]): string {
  const members = policies.map(([name, policy]) => `${JSON.stringify(name)}:${JSON.stringify(policy)}`);
  return `{"policies":{${members.join(',')}}}`;
}

function freeName(wanted: string, taken: readonly string[]): string {
  return taken.includes(wanted) ? freeName(`${wanted}-`, taken) : wanted;
}

function parseFields(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
  } catch {
    return null;
  }
}

/** The state, or the problem with the answer. */
function readState({ url, unsupported }: Fields): PolicyState | string {
  if ((url === undefined) === (unsupported === undefined))
    return 'answered for a policy without exactly one of "url" and "unsupported"';
  if (url !== undefined) {
    const origin = loopbackOrigin(url);
    if (origin === null) return 'gave a URL that is not http://127.0.0.1:<port>';
    return { status: 'ready', url: origin };
  }
  if (typeof unsupported !== 'string' || unsupported.trim() === '')
    return 'answered "unsupported" without a reason';
  return { status: 'unsupported', reason: unsupported.slice(0, longestReason) };
}

/** corspec sends requests only to loopback URLs of an implementation. */
function loopbackOrigin(url: unknown): string | null {
  if (typeof url !== 'string') return null;
  const parts = /^(http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])):(\d{1,5})\/?$/.exec(url);
  const port = Number(parts?.[2]);
  return parts && port >= 1 && port <= 65535 ? `${parts[1]}:${port}` : null;
}

function isVersions(value: unknown): value is Record<string, string> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((version) => typeof version === 'string')
  );
}

function pairOf<T>(name: string, value: T | undefined): [string, T][] {
  return value === undefined ? [] : [[name, value]];
}

function shown(line: string): string {
  return line === '' ? 'an empty line' : `\`${printable(line, { limit: 200 })}\``;
}

function contract(message: string): HandshakeStep {
  return { kind: 'problem', problem: { kind: 'contract', message } };
}

function invalidJson(message: string): HandshakeStep {
  return { kind: 'problem', problem: { kind: 'invalid-json', message } };
}

function untrusted(line: string): HandshakeStep {
  const nonsense = JSON.stringify(nonsensePolicy);
  const message = `accepts an invalid policy, ${nonsense}: ${shown(line)}`;
  return { kind: 'problem', problem: { kind: 'untrusted', message } };
}
