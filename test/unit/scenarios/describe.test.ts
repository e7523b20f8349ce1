import { describe, expect, it } from 'vitest';
import { conditionsInWords, tellSteps } from '../../../src/scenarios/describe/index.ts';
import type { Expectation, RequestSpec, Scenario } from '../../../src/scenarios/scenario.ts';
import { suites } from '../../../suites/index.ts';

function scenario(
  request: RequestSpec,
  expect: Expectation = {},
  more: Partial<Omit<Scenario, 'level' | 'impact'>> = {},
) {
  const about = { id: 'a/b', title: 'T', level: 'required', spec: '#x', from: 'allowed' } as const;
  return { ...about, request, expect, ...more } satisfies Scenario;
}

const does = (request: RequestSpec, from: Scenario['from'] = 'allowed') =>
  tellSteps(scenario(request, {}, { from }))[0]?.does;
const must = (expect: Expectation, request: RequestSpec = { route: 'resource' }) =>
  tellSteps(scenario(request, expect))[0]?.must;

describe('what a page does', () => {
  it.each<[RequestSpec, Scenario['from'], string]>([
    [{ route: 'resource' }, 'allowed', 'A page at the first origin that the policy allows sends `GET /resource` by fetch.'],
    [{ route: 'crash', method: 'PUT', client: 'xhr', headers: { $allowed: '1' }, credentials: 'include' }, 'target', 'A page at the server’s own origin sends `PUT /crash`, whose handler throws, by XMLHttpRequest with a header that the policy lists and credentials.'],
    [{ route: 'resource', frame: 'sandbox' }, 'foreign', 'A sandboxed frame (origin `null`) in a page at an unrelated origin (`https://evil.test`) sends `GET /resource` by fetch.'],
    [{ route: 'image.png', client: 'img', mode: 'cors', credentials: 'include' }, 'allowed', 'A page at the first origin that the policy allows loads `/image.png` as an image with `crossorigin="use-credentials"`.'],
    [{ route: 'redirect', query: { to: '$other-origin/whoami', status: '307' } }, 'allowed', 'A page at the first origin that the policy allows sends `GET /redirect?status=307`, which redirects to `/whoami` at another origin, by fetch.'],
    [{ route: 'resource', method: 'OPTIONS', client: 'wire', as: 'no-origin', times: 2 }, 'allowed', 'corspec itself, as no page would, sends `OPTIONS /resource` without an Origin header, twice.'],
    [{ route: 'resource' }, 'sibling', 'A page at another subdomain of the first allowed host’s domain (`https://evil.example.test` where the policy has `https://app.example.test`) sends `GET /resource` by fetch.'],
  ])('%j from %s', (request, from, words) => {
    expect(does(request, from)).toBe(words);
  });

  it('is told again when time has passed', () => {
    const request = { route: 'resource' } as const;
    const { request: _request, expect: _expect, ...rest } = scenario(request);
    const steps = [{ request, expect: {} }, { wait: 'max-age', request, expect: {} }, { wait: 500, request, expect: {} }] as const;
    expect(tellSteps({ ...rest, steps }).map((step) => step.does)).toEqual([
      'A page at the first origin that the policy allows sends `GET /resource` by fetch.',
      'When the max age is over, the page sends `GET /resource` by fetch.',
      'After 0.5 seconds, the page sends `GET /resource` by fetch.',
    ]);
  });

  it('is told once where it is repeated, and with who goes on where it is not', () => {
    const [get, put] = [{ route: 'resource' }, { route: 'resource', method: 'PUT' }] as const;
    const steps = [get, get, put].map((request) => ({ request, expect: {} }));
    const { request: _request, expect: _expect, ...rest } = scenario(get);
    expect(tellSteps({ ...rest, steps }).map((step) => step.does)).toEqual([
      'A page at the first origin that the policy allows sends `GET /resource` by fetch, twice in a row.',
      'The page sends `PUT /resource` by fetch.',
    ]);
  });
}); // prettier-ignore

describe('what must come of it', () => {
  it.each<[Expectation, RequestSpec, string]>([
    [{ outcome: 'readable', status: 404 }, { route: 'missing' }, 'The script can read the response, with status 404.'],
    [{ outcome: 'blocked', wire: ['OPTIONS'] }, { route: 'resource', method: 'PUT' }, 'The script gets a network error, and learns nothing of the response. The preflight alone arrives at the server: the PUT is never sent.'],
    [{ outcome: 'blocked', wire: ['GET'] }, { route: 'resource' }, 'The script gets a network error, and learns nothing of the response. The GET does arrive at the server: what is kept back is the response.'],
    [{ wire: ['OPTIONS', 'PUT'], writes: 1 }, { route: 'resource', method: 'PUT' }, 'A preflight arrives at the server, and then the PUT. It takes effect on the server, once.'],
    [{ visible: ['$exposed-all', 'ETag'] }, { route: 'resource' }, 'The script can read every header that the policy exposes and `ETag`.'],
    [{ preflight: { status: { between: [200, 299] }, 'access-control-max-age': { is: '$max-age' } } }, { route: 'resource' }, 'In the preflight’s response, the status is from 200 to 299. In the preflight’s response, Access-Control-Max-Age is the max age of the policy.'],
    [{ outcome: 'readable' }, { route: 'resource', method: 'OPTIONS', client: 'wire', headers: { 'Access-Control-Request-Method': 'PUT' } }, 'By the standard, the preflight passes.'],
  ])('%j of %j', (expectation, request, words) => {
    expect(must(expectation, request)?.join(' ')).toBe(words);
  });
}); // prettier-ignore

it('tells when a scenario has something to say', () => {
  const when = { policy: { origins: ['any', 'listed'], credentials: false, methods: ['PUT', '!PATCH'] } } as const;
  expect(conditionsInWords(scenario({ route: 'resource' }, {}, { when }))).toEqual({
    policy: [
      'allows any origin, or lists the origins that it allows',
      'allows no credentials',
      'allows PUT',
      'says which methods it allows, and PATCH is not among them',
    ],
    more: [],
  });
}); // prettier-ignore

it.each(suites.flatMap((suite) => suite.scenarios.map((one) => [one.id, one] as const)))(
  '%s is told in sentences, without symbols of the catalogue',
  (_id, one) => {
    const { policy, more } = conditionsInWords(one);
    const steps = tellSteps(one);
    const sentences = [...steps.flatMap((step) => [step.does, ...step.must]), ...more];
    for (const sentence of sentences) expect(sentence).toMatch(/^(corspec|[A-Z`]).*[^.,]\.$/);
    const all = [...sentences, ...policy].join(' ');
    expect(all).not.toMatch(/\$(allowed|unlisted|exposed|origin|max)/);
    // What is sent and what is compared is in code, whatever it looks like.
    expect(all.replace(/`[^`]*`/g, '`')).not.toMatch(/undefined| {2}| ,/);
    expect(steps.some((step) => step.must.length > 0)).toBe(true);
  },
); // prettier-ignore
