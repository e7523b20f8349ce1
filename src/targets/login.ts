import { askOnce } from '../http1/ask-once.ts';
import type { RawHeader } from '../results/exchange.ts';
import { failure, success, type Attempt } from '../text/attempt.ts';
import { printable } from '../text/printable.ts';
import { describeFailure } from './describe-failure.ts';
import type { LoginRequest, TargetRequest, UrlTarget } from './target-request.ts';

export interface LoginOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Logs in to each target that has `--login`, and gives it the cookies; or says where that failed. Never rejects. */
export async function logIn(
  targets: readonly TargetRequest[],
  options: LoginOptions,
): Promise<Attempt<readonly TargetRequest[], string>> {
  const all: TargetRequest[] = [];
  for (const target of targets) {
    if (target.kind !== 'url' || target.login === undefined) {
      all.push(target);
      continue;
    }
    const cookies = await requestCookies(target, target.login, options);
    if (!cookies.ok) return cookies;
    all.push({ ...target, cookies: [...(target.cookies ?? []), ...cookies.value] });
  }
  return success(all);
}

async function requestCookies(
  { url: base, headers, insecure }: UrlTarget,
  { method, path, type, body }: LoginRequest,
  { timeoutMs, signal }: LoginOptions,
): Promise<Attempt<readonly RawHeader[], string>> {
  const url = new URL(path, base);
  const bytes = Buffer.from(body, 'utf8');
  const sent: readonly RawHeader[] = [
    ['Accept', '*/*'],
    ...headers,
    ...(body === '' ? [] : [['Content-Type', type] as const]),
    ...(body === '' && method === 'GET' ? [] : [['Content-Length', String(bytes.length)] as const]),
  ];
  const limits = { timeoutMs, bodyBytes: 0, insecure, signal };
  const answer = await askOnce({ url, method, headers: sent, body: bytes, ...limits });
  const name = `--login ${printable(`${method} ${path}`)}`;
  if (answer.kind !== 'reply') return failure(`${name}: ${describeFailure(answer, url, timeoutMs)}.`);
  const { status, headers: received } = answer.head;
  if (status >= 400)
    return failure(`${name}: the server responded with status ${status}. Check path, user and password.`);
  const cookies = cookiesIn(received);
  return cookies.length > 0
    ? success(cookies)
    : failure(
        `${name}: the response with status ${status} sets no cookie. If the API expects a token instead, use --target-header 'Authorization: Bearer …'.`,
      );
}

/** Name and value of each cookie that a response sets, and does not remove. */
function cookiesIn(headers: readonly RawHeader[]): readonly RawHeader[] {
  return headers.flatMap(([header, value]): readonly RawHeader[] => {
    if (header.toLowerCase() !== 'set-cookie' || /;\s*max-age\s*=\s*"?(0|-)/i.test(value)) return [];
    const [, name, content] = /^\s*([^=;\s]+)\s*=\s*([^;]*?)\s*(;|$)/.exec(value) ?? [];
    return name === undefined || content === undefined || content === '' ? [] : [[name, content]];
  });
}
