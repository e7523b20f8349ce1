import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../src/causes/cause.ts';
import { changeFor } from '../../../src/causes/changes.ts';
import { type Fix, fixOf } from '../../../src/causes/fixes.ts';
import { libraries, type LibraryId, libraryIds } from '../../../src/causes/libraries/index.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { sampleCauses } from '../../fixtures/sample-causes.ts';

const origin = 'https://app.example.com';
const causes = Object.values(sampleCauses) as readonly Cause[];

const lists = {
  methods: ['GET', 'PUT'],
  requestHeaders: ['Content-Type', 'X-Api-Key'],
  exposedHeaders: ['X-Total-Count'],
  maxAge: 600,
} as const;

/** Including those that a fix has to change: any origin together with credentials. */
const policies: Readonly<Record<string, Policy>> = {
  listed: { origins: [origin, 'http://localhost:8080'], credentials: true, ...lists },
  subdomains: { origins: [origin, 'https://*.example.org:8443'], credentials: true, ...lists },
  public: { origins: '*', credentials: false, methods: '*', requestHeaders: '*', exposedHeaders: '*' },
  'any-with-credentials': { origins: '*', credentials: true, methods: '*', requestHeaders: '*' },
  closed: { origins: [], credentials: false, methods: [], requestHeaders: [] },
  unstated: {},
};

interface Made {
  readonly name: string;
  readonly cause: Cause;
  readonly library: LibraryId;
  readonly policy: Policy;
  readonly fix: Fix;
}

/** Every cause for every library under every policy. */
const all: readonly Made[] = Object.entries(policies).flatMap(([policyName, policy]) =>
  libraryIds.flatMap((library) =>
    causes.map((cause) => ({
      name: `${cause.code}, ${library}, ${policyName}`,
      cause,
      library,
      policy,
      fix: fixOf(cause, { policy, origin, library }),
    })),
  ),
);

const snippets = all.flatMap((made) =>
  made.fix.snippet === undefined ? [] : [{ ...made, snippet: made.fix.snippet }],
);

/** The names of those for which something is wrong. */
function failing<One extends { readonly name: string }>(
  list: readonly One[],
  isWrong: (one: One) => boolean,
): readonly string[] {
  return list.filter(isWrong).map(({ name }) => name);
}

describe('every cause for every library', () => {
  it('has a fix in whole sentences, without a hole', () => {
    expect(
      failing(
        all,
        ({ fix }) => !/^[A-Z].{20,}[.:/]$/s.test(fix.says) || /undefined|NaN|\[object/.test(fix.says),
      ),
    ).toEqual([]);
  });

  it('has a snippet without a hole, and the place of it', () => {
    expect(
      failing(snippets, ({ snippet }) => snippet.trim() === '' || /undefined|NaN|\[object/.test(snippet)),
    ).toEqual([]);
    expect(failing(snippets, ({ fix }) => (fix.where ?? '') === '')).toEqual([]);
  });

  it.each(libraryIds)('has a snippet wherever %s is to be configured', (library) => {
    const configured = ['everything', 'origins', 'methods', 'request-headers', 'exposed-headers', 'max-age', 'order', 'error-responses']; // prettier-ignore
    const without = all.filter(
      (made) =>
        made.library === library &&
        made.policy === policies['listed'] &&
        configured.includes(changeFor(made.cause)) &&
        made.fix.snippet === undefined,
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('has snippets in the syntax of their language', () => {
    expect(failing(snippets, ({ library, snippet }) => !isWritten(snippet, library))).toEqual([]);
  });
});

describe('no fix', () => {
  it('allows the origin null', () => {
    expect(failing(snippets, ({ snippet }) => /['"`]null['"`]/.test(snippet))).toEqual([]);
    expect(failing(all, ({ fix }) => /(add|allow) `?null\b/i.test(fix.says))).toEqual([]);
  });

  it('allows every origin together with credentials', () => {
    expect(
      failing(snippets, ({ snippet }) => allowsAny(snippet) && /credentials\W+true/i.test(snippet)),
    ).toEqual([]);
    expect(
      failing(snippets, ({ snippet, policy }) => allowsAny(snippet) && policy.credentials === true),
    ).toEqual([]);
  });

  it('reflects every origin', () => {
    const reflecting =
      /origin: true|mirror_request\(\)\)?;?$.*origin|very_permissive|SetIsOriginAllowed\(|return true|Origin \$http_origin/is;
    expect(failing(snippets, ({ snippet }) => reflecting.test(snippet))).toEqual([]);
  });

  it('allows the origin of a page that should not have access', () => {
    const granted = all.filter(({ cause }) => 'credentials' in cause && 'origin' in cause);
    const wrong = failing(granted, ({ cause, fix, policy }) => {
      const { origin: foreign } = cause as { readonly origin: string };
      return (
        foreign !== '' &&
        policy.origins !== '*' &&
        new RegExp(`["'\`]${foreign}["'\`]`).test(fix.snippet ?? '')
      );
    });
    expect(granted.length).toBeGreaterThan(100);
    expect(wrong).toEqual([]);
  });
});

function allowsAny(snippet: string): boolean {
  return /origins?\w*\W+(\[|List\.of\(|\[\]string\{)?["']\*["']|ALLOW_ALL_ORIGINS|AllowAnyOrigin|allow_origin\(Any\)|AllowAllOrigins|Allow-Origin['"]?,? ['"]\*/i.test(
    snippet,
  );
}

type AsyncFunctionConstructor = new (code: string) => unknown;
const AsyncFunction = (async () => {}).constructor as AsyncFunctionConstructor;

function isWritten(snippet: string, library: LibraryId): boolean {
  if (libraries[library].language !== 'js') return isBalanced(snippet);
  // Either statements, or lines of an options object.
  return compiles(snippet) || compiles(`({${snippet}})`);
}

function compiles(code: string): boolean {
  try {
    new AsyncFunction(code);
    return true;
  } catch {
    return false;
  }
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Whether quotes and brackets are closed. */
function isBalanced(snippet: string): boolean {
  const open: string[] = [];
  const withoutStrings = snippet.replace(/"(\\.|[^"\\\n])*"|`[^`]*`|\/\\A.*?\\z\//g, '');
  for (const character of withoutStrings) {
    if (character in closing) open.push(closing[character] ?? '');
    else if (')]}'.includes(character) && open.pop() !== character) return false;
  }
  return open.length === 0 && !/["`]/.test(withoutStrings);
}

describe('the fix of a cause', () => {
  const fix = (cause: Cause, library: LibraryId | null = 'express-cors', policy = policies['listed'] ?? {}) =>
    fixOf(cause, { policy, origin, library });

  it('is without a snippet where the library is not known', () => {
    expect(fix({ code: 'origin-missing', origins: [origin] }, null)).toEqual({
      says: 'Add https://app.example.com to the allowed origins, exactly as browsers send it: scheme, host and port, without a slash at the end, by name: with credentials `*` is no wildcard.',
    });
  });

  it('lists the origins of the policy, with credentials', () => {
    expect(fix(sampleCauses['origin-missing']).snippet).toBe(
      `app.use(cors({\n  origin: ['https://app.example.com', 'http://localhost:8080'],\n  credentials: true,\n}));`,
    );
  });

  it('has only the option that matters', () => {
    expect(fix(sampleCauses['header-not-listed'])).toMatchObject({
      where: 'the options of cors()',
      snippet: "allowedHeaders: ['Content-Type', 'X-Api-Key'],",
    });
    expect(fix(sampleCauses['max-age-missing'], 'django-cors-headers').snippet).toBe(
      'CORS_PREFLIGHT_MAX_AGE = 600',
    );
  });

  it('names the request headers to remove, unless the server allows whatever is requested', () => {
    const says = (headers: readonly string[]) => fix({ code: 'header-allowed', headers }, null).says;
    expect(says(['x-internal'])).toContain('Remove x-internal:');
    expect(says(Array.from({ length: 100 }, (_, index) => `x-corspec-${index}`))).toBe(
      'List the request headers of the policy instead of reflecting the requested ones.',
    );
  });

  it('has Authorization by name', () => {
    expect(fix(sampleCauses['authorization-not-listed']).snippet).toContain("'Authorization'");
  });

  it('takes the origin of the page where the policy has none', () => {
    expect(fix(sampleCauses['origin-missing'], 'fastapi', {}).snippet).toBe(
      'app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"])',
    );
  });

  it('says that a page at null has to move, instead of allowing null', () => {
    const made = fixOf(
      { code: 'origin-missing', origins: ['null'] },
      { policy: {}, origin: 'null', library: 'express-cors' },
    );
    expect(made.snippet).toBeUndefined();
    expect(made.says).toContain('which no server should allow');
  });

  it('removes CORS where the policy allows no origin', () => {
    expect(fix(sampleCauses['origin-reflected'], 'express-cors', policies['closed']).says).toContain(
      'The policy allows no origin: remove CORS',
    );
  });

  it('shows the order for authentication that answers preflights', () => {
    const { snippet = '' } = fix(sampleCauses['preflight-needs-authentication']);
    expect(snippet.indexOf('cors(')).toBeLessThan(snippet.indexOf('authentication'));
    const { snippet: python = '' } = fix(sampleCauses['preflight-needs-authentication'], 'fastapi');
    expect(python.indexOf('CORSMiddleware')).toBeGreaterThan(python.indexOf('AuthenticationMiddleware'));
  });

  it('says where else the headers may be set, where a proxy is in front of the application', () => {
    const context = { policy: {}, origin: 'https://app.example.com', library: 'express-cors' } as const;
    const says = (code: keyof typeof sampleCauses) =>
      fixOf(sampleCauses[code], { ...context, alternative: 'nginx' }).says;
    expect(says('origin-missing')).toMatch(
      /If nginx in front of it sets the headers, change them there: --fix nginx\.$/,
    );
    expect(says('cors-missing')).not.toContain('--fix');
  });

  it('escapes what the server sent', () => {
    const location = '/items/\u001b[2J\u202e';
    expect(fix({ code: 'preflight-redirected', status: 308, location }).says).not.toMatch(
      // eslint-disable-next-line no-control-regex -- what a terminal must not get
      /[\u001b\u202e]/,
    );
  });

  it('does not send a script to a login page', () => {
    const location = 'https://sso.example.com/login';
    for (const code of ['redirect-without-headers', 'preflight-redirected'] as const)
      expect(fix({ code, status: 302, location }).says).not.toContain('Request the final URL');
    expect(fix({ code: 'preflight-redirected', status: 308, location: '/items/' }).says).toContain(
      'Request the final URL (/items/)',
    );
  });

  it('has no snippet with a value that has a meaning in some language', () => {
    const policy = { requestHeaders: ["x-'$quote"] };
    expect(fix(sampleCauses['header-not-listed'], 'nginx', policy).snippet).toBeUndefined();
  });
});
