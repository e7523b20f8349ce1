import type { Policy } from '../policy/policy.ts';
import { printable } from '../text/printable.ts';

/** What an implementation made of a policy. */
export type PolicyState =
  | { readonly status: 'ready'; readonly url: string }
  /** The reason is the implementation's own words: untrusted text. */
  | { readonly status: 'unsupported'; readonly reason: string };

/** What is wrong with what an implementation printed. The message lacks its subject, and is safe to print. */
export interface HandshakeProblem {
  readonly kind: 'rubbish' | 'contract' | 'untrusted';
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
  /** The answers so far, in the order in which the policies were given; without that to the nonsense. */
  answers(): ReadonlyMap<string, PolicyState>;
  /** Names of the policies that are not answered yet. */
  missing(): string[];
}

/** No library has such an option. Who says that it applies this applies nothing, or does not look at its policy. */
const nonsensePolicy = { 'corspec-nonsense': true };

const longestReason = 1000;

/**
 * The conversation that starts an implementation, as a machine over lines without I/O. A policy that makes no sense is
 * put first; each policy must be answered exactly once before the ready line.
 */
export function handshake(policies: Readonly<Record<string, Policy>>): Handshake {
  const names = Object.keys(policies);
  const nonsense = freeName('nonsense', names);
  const asked = new Set([nonsense, ...names]);
  const given = new Map<string, PolicyState>();

  const missing = () => [...asked].filter((name) => !given.has(name));

  const takeAnswer = (name: string, answer: Fields, line: string): HandshakeStep => {
    if (!asked.has(name))
      return contract(`answered for a policy that it was not asked about, ${shown(line)}`);
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
        `said that it is ready without an answer for ${left.map((name) => shown(name)).join(', ')}`,
      );
    if (!isVersions(versions))
      return contract(
        `printed a ready line without versions (wanted: {"ready": true, "versions": {"<library>": "<version>"}}), ${shown(line)}`,
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
        `printed a line that neither answers for a policy nor says that it is ready, ${shown(line)}`,
      );
    },
    answers: () => new Map(names.flatMap((name) => pairOf(name, given.get(name)))),
    missing,
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** By hand, because an object would put names that look like numbers before the nonsense. */
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

/** The state, or what is wrong with the answer. */
function readState({ url, unsupported }: Fields): PolicyState | string {
  if ((url === undefined) === (unsupported === undefined))
    return 'answered for a policy without exactly one of "url" and "unsupported"';
  if (url !== undefined) {
    const origin = loopbackOrigin(url);
    if (origin === null) return 'gave a URL that is not http://127.0.0.1:<port>';
    return { status: 'ready', url: origin };
  }
  if (typeof unsupported !== 'string' || unsupported.trim() === '')
    return 'called a policy unsupported without saying why';
  return { status: 'unsupported', reason: unsupported.slice(0, longestReason) };
}

/** corspec sends requests to nothing but this machine on an implementation's word. */
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
  return { kind: 'problem', problem: { kind: 'rubbish', message } };
}

function untrusted(line: string): HandshakeStep {
  const nonsense = JSON.stringify(nonsensePolicy);
  const message = `claims to apply a policy that makes no sense, ${nonsense}: ${shown(line)}`;
  return { kind: 'problem', problem: { kind: 'untrusted', message } };
}
