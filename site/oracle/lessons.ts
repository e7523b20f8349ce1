import { plainSituation, type Situation } from './situation.ts';

/** A situation that is recorded: with the model, and in Chromium. */
export interface Preset {
  readonly id: string;
  readonly label: string;
  readonly situation: Situation;
}

export interface Lesson {
  readonly id: LessonId;
  /** The first is shown first. */
  readonly presets: readonly [Preset, ...Preset[]];
  /** The settings that the lesson's switches change. */
  readonly switches: readonly (keyof Situation)[];
}

export const lessonIds = [
  'simple',
  'preflight',
  'credentials',
  'exposed-headers',
  'max-age',
  'vary',
  'redirects',
  'errors',
] as const;
export type LessonId = (typeof lessonIds)[number];

const other = 'https://other.example';

function preset(id: string, label: string, changes: Partial<Situation>): Preset {
  return { id, label, situation: { ...plainSituation, ...changes } };
}

const put = { method: 'PUT', body: 'json', maxAge: 600 } as const satisfies Partial<Situation>;
const cookie = { credentials: true, allowCredentials: true } as const satisfies Partial<Situation>;
const cached = { sharedCache: true, secondPage: 'https://admin.example.com' } as const;

export const lessons: readonly Lesson[] = [
  {
    id: 'simple',
    presets: [
      preset('allowed', 'An allowed origin', {}),
      preset('other', 'Another origin', { page: other }),
      preset('no-cors', 'A server without CORS', { allowOrigin: 'none' }),
      preset('post', 'A POST from another origin', { page: other, method: 'POST', body: 'text' }),
    ],
    switches: ['page', 'method', 'allowOrigin'],
  },
  {
    id: 'preflight',
    presets: [
      preset('put', 'A PUT that is allowed', put),
      preset('delete', 'A DELETE that is not allowed', { ...put, method: 'DELETE', body: 'none' }),
      preset('header-missing', 'A header that is not allowed', {
        ...put,
        header: true,
        allowHeaders: 'none',
      }),
      preset('login', 'Authentication answers the preflight', { ...put, preflight: 'login' }),
    ],
    switches: ['page', 'method', 'body', 'header', 'allowMethods', 'allowHeaders', 'preflight'],
  },
  {
    id: 'credentials',
    presets: [
      preset('allowed', 'Credentials that are allowed', cookie),
      preset('wildcard', 'Credentials and `*`', { ...cookie, allowOrigin: 'any' }),
      preset('not-allowed', 'Credentials that are not allowed', { credentials: true }),
      preset('reflected', 'Every origin reflected', { ...cookie, allowOrigin: 'reflect', page: other }),
    ],
    switches: ['page', 'credentials', 'method', 'allowOrigin', 'allowCredentials', 'allowMethods'],
  },
  {
    id: 'exposed-headers',
    presets: [
      preset('hidden', 'No header is exposed', {}),
      preset('exposed', 'X-Total-Count is exposed', { expose: 'list' }),
      preset('wildcard-with-credentials', '`*` with credentials', { ...cookie, expose: 'any' }),
    ],
    switches: ['expose', 'credentials', 'allowCredentials'],
  },
  {
    id: 'max-age',
    presets: [
      preset('remembered', 'Again within the max age', { ...put, againAfter: 1 }),
      preset('zero', 'Max age 0', { ...put, maxAge: 0, againAfter: 1 }),
    ],
    switches: ['method', 'maxAge', 'againAfter', 'credentials', 'allowCredentials'],
  },
  {
    id: 'vary',
    presets: [
      preset('without', 'A shared cache, without Vary', { ...cached, vary: false }),
      preset('with', 'A shared cache, with Vary', cached),
      preset('any', '`*` for every origin', { ...cached, allowOrigin: 'any' }),
    ],
    switches: ['allowOrigin', 'vary', 'sharedCache', 'secondPage'],
  },
  {
    id: 'redirects',
    presets: [
      preset('same', 'A redirect at the same server', { path: '/old' }),
      preset('other', 'A redirect to another server', { path: '/old', redirectTo: 'other' }),
      preset('bare', 'A redirect without CORS headers', { path: '/old', headersOnRedirects: false }),
      preset('any', 'Another server that allows `*`', {
        path: '/old',
        redirectTo: 'other',
        allowOrigin: 'any',
      }),
    ],
    switches: ['page', 'redirectTo', 'headersOnRedirects', 'allowOrigin', 'method'],
  },
  {
    id: 'errors',
    presets: [
      preset('readable', 'An error with CORS headers', { path: '/missing' }),
      preset('bare', 'An error without CORS headers', { path: '/crash', headersOnErrors: false }),
      preset('unrouted', 'A preflight without a route', { ...put, preflight: 'unrouted' }),
      preset('slash', 'A slash after the origin', { allowOrigin: 'slash' }),
    ],
    switches: ['path', 'headersOnErrors', 'allowOrigin', 'method', 'preflight'],
  },
];

export function lessonOf(id: string): Lesson {
  const found = lessons.find((lesson) => lesson.id === id);
  if (found === undefined) throw new Error(`There is no lesson ${id}.`);
  return found;
}
