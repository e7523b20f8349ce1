import { printable } from '../text/printable.ts';
import type { Cause, CauseCode } from './cause.ts';
import { changeFor } from './changes.ts';
import { genericFix } from './fix-texts.ts';
import { libraries, type LibraryId } from './libraries/index.ts';
import type { Change, Library, LibraryAdvice, Settings } from './libraries/library.ts';
import { type SettingsContext, settingsFor } from './settings.ts';

/** What to change on the server. */
export interface Fix {
  /** One to five sentences, first what is right for any server. Safe to print. */
  readonly says: string;
  /** The library or server that {@link Fix.snippet} is for. */
  readonly library?: LibraryId;
  /** Where the snippet belongs: `app.js, before authentication and routes`. */
  readonly where?: string;
  /** Complete lines of configuration, made from the policy. */
  readonly snippet?: string;
}

export interface FixContext extends SettingsContext {
  /** Whether no response has any header of CORS: what is missing is then the configuration, not only its place. */
  readonly isSilent?: boolean;
  readonly library: LibraryId | null;
  /** The proxy in front of it, which may be what sets the headers. */
  readonly alternative?: LibraryId;
}

/** The fix of a cause, in the words of the library where it is known. */
export function fixOf(cause: Cause, context: FixContext): Fix {
  const { policy, library: id } = context;
  const change =
    context.isSilent === true && unanswered.includes(cause.code) ? 'everything' : changeFor(cause);
  const says =
    change === 'origins' && policy.origins?.length === 0 ? noOrigin : printable(genericFix(cause, policy));
  if (id === null) return { says };
  const library: Library = libraries[id];
  const advice = library.advice[change] ?? {};
  const snippet = snippetOf(library, advice, change, settingsFor(cause, change, context));
  return {
    says: [says, advice.note ?? [], elsewhere(change, context)].flat().join(' '),
    library: id,
    ...(snippet ?? {}),
  };
}

/** The preflight is answered by what knows nothing of CORS. Authentication and redirects are in front of it instead. */
const unanswered: readonly CauseCode[] = ['preflight-status', 'preflight-without-headers'];

/** Where nothing sets the headers yet, or two places do, it is no question which of them does. */
function elsewhere(change: Change, { alternative }: FixContext): readonly string[] {
  if (alternative === undefined || ['none', 'everything', 'once'].includes(change)) return [];
  const { title } = libraries[alternative];
  return [`If ${title} in front of it sets the headers, change them there: --fix ${alternative}.`];
}

const noOrigin =
  'The policy allows no origin: remove CORS from the server, so that it sends no CORS headers.';

type Snippet = Required<Pick<Fix, 'where' | 'snippet'>>;

function snippetOf(
  library: Library,
  advice: LibraryAdvice,
  change: Change,
  settings: Settings | null,
): Snippet | null {
  if (settings === null) return null;
  if (advice.snippet !== undefined)
    return { where: advice.where ?? library.where, snippet: advice.snippet(settings) };
  switch (change) {
    case 'everything':
    case 'origins':
      return { where: advice.where ?? library.where, snippet: library.call(settings) };
    case 'no-credentials':
    case 'methods':
    case 'request-headers':
    case 'exposed-headers':
    case 'max-age': {
      const lines = library.lines(settings);
      return lines.length === 0
        ? null
        : { where: advice.where ?? library.whereLines, snippet: lines.join('\n') };
    }
    default:
      return null;
  }
}
