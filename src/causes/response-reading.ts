import type { RawHeader } from '../results/exchange.ts';

/** A response, as much of it as is known. */
export interface SeenResponse {
  readonly status: number;
  readonly headers: readonly RawHeader[];
  /** The beginning of the body, as text. */
  readonly body?: string;
}

/** A response, prepared for the rules of library-clues.ts. */
export interface Reading {
  readonly status: number;
  /** The values of a header, joined as `fetch` does; empty if it is missing. */
  readonly header: (name: string) => string;
  readonly lines: (name: string) => readonly string[];
  readonly body: string;
  /** The keys of a JSON object, sorted; empty if the body is none. */
  readonly keys: string;
  readonly json: Readonly<Record<string, unknown>>;
}

/** Bodies are kept in part: what is longer is no error page that says anything. */
const longestJson = 4000;

export function readResponse({ status, headers, body = '' }: SeenResponse): Reading {
  // By name, because a hundred rules look at each response.
  const byName = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    byName.set(key, [...(byName.get(key) ?? []), value.trim()]);
  }
  const lines = (name: string): readonly string[] => byName.get(name) ?? [];
  const json = objectIn(body);
  return {
    status,
    lines,
    header: (name) => lines(name).join(', '),
    body: body.slice(0, longestJson),
    keys: Object.keys(json).sort().join(),
    json,
  };
}

function objectIn(body: string): Readonly<Record<string, unknown>> {
  if (body.length > longestJson || !body.trimStart().startsWith('{')) return {};
  try {
    return JSON.parse(body) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
