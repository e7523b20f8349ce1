import { causeOfBlock } from '../causes/blocked.ts';
import type { Cause } from '../causes/cause.ts';
import { detectLibrary } from '../causes/detect-library.ts';
import { fixOf } from '../causes/fixes.ts';
import { libraries, type LibraryId } from '../causes/libraries/index.ts';
import { responseClues } from '../causes/library-clues.ts';
import { getHeader } from '../fetch-standard/index.ts';
import type { Configuration } from '../results/explanation.ts';
import type { Remedy } from './remedies.ts';
import type { Subject } from './subject.ts';

/** What to write in the configuration of the server's library: of the one that is named, or that its responses show. */
export function configurationFor(
  { request, origin, exchanges }: Subject,
  found: readonly Remedy[],
  fixFor: LibraryId | undefined,
): readonly Configuration[] {
  const clues = exchanges.flatMap(({ response }) => (response === undefined ? [] : responseClues(response)));
  const library = fixFor ?? detectLibrary({ clues })?.library;
  if (library === undefined || origin === 'null') return [];
  const policy = request.credentials === 'include' ? { credentials: true } : {};
  const all = found.flatMap((remedy): readonly Configuration[] => {
    const { where, snippet } = fixOf(causeOf(remedy, origin), { policy, origin, library });
    return where === undefined || snippet === undefined
      ? []
      : [{ library: libraries[library].title, where, snippet }];
  });
  // The preflight and the response often have the same fix.
  return [...new Map(all.map((one) => [one.snippet, one])).values()];
}

/** Of one request alone, a response without CORS headers is one that does not allow the origin. */
function causeOf({ entry, call, status, headers }: Remedy, origin: string): Cause {
  const isPreflight = call.kind === 'preflight';
  if (entry.code === 'allow-origin-missing' && status < 300)
    return { code: 'origin-missing', origins: [origin] };
  const names = getHeader(call.headers, 'access-control-request-headers') ?? '';
  return causeOfBlock(entry, {
    isPreflight,
    method: getHeader(call.headers, 'access-control-request-method') ?? call.method,
    origin,
    requested: names === '' ? [] : names.split(',').map((name) => name.trim()),
    status,
    headers,
  });
}
