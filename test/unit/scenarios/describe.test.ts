import { describe, expect, it } from 'vitest';
import { describeConditions, describeSteps } from '../../../src/scenarios/describe/index.ts';
import type { Expectation } from '../../../src/scenarios/expectation.ts';
import type { RequestSpec, Scenario } from '../../../src/scenarios/scenario.ts';
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
  describeSteps(scenario(request, {}, { from }))[0]?.does;
const must = (expect: Expectation, request: RequestSpec = { route: 'resource' }) =>
  describeSteps(scenario(request, expect))[0]?.must;

describe('what a page does', () => {
  it.each<[RequestSpec, Scenario['from'], string]>([
    [{ route: 'resource' }, 'allowed', 'A page at the first allowed origin sends `GET /resource` using fetch.'],
    [{ route: 'crash', method: 'PUT', client: 'xhr', headers: { $allowed: '1' }, credentials: 'include' }, 'target', 'A page at the server’s own origin sends `PUT /crash`, whose handler throws, using XMLHttpRequest with a header that the policy allows and credentials.'],
    [{ route: 'resource', frame: 'sandbox' }, 'foreign', 'A sandboxed iframe (origin `null`) in a page at an unrelated origin (`https://evil.test`) sends `GET /resource` using fetch.'],
    [{ route: 'image.png', client: 'img', mode: 'cors', credentials: 'include' }, 'allowed', 'A page at the first allowed origin loads `/image.png` as an image with `crossorigin="use-credentials"`.'],
    [{ route: 'style.css', client: 'style', mode: 'no-cors', integrity: 'right' }, 'allowed', 'A page at the first allowed origin loads `/style.css` as a style sheet with the right hash in `integrity`, without `crossorigin`.'],
    [{ route: 'script.js', client: 'script', mode: 'cors', integrity: 'wrong' }, 'allowed', 'A page at the first allowed origin loads `/script.js` as a script with `crossorigin` and a wrong hash in `integrity`.'],
    [{ route: 'style.css', client: 'preload', preload: 'style', mode: 'no-cors' }, 'allowed', 'A page at the first allowed origin preloads `/style.css` as `style`, without `crossorigin`.'],
    [{ route: 'font.woff2', client: 'css-font', mode: 'cors' }, 'allowed', 'A page at the first allowed origin loads `/font.woff2` as a font that a style sheet of another origin names.'],
    [{ route: 'resource', frame: 'worker' }, 'foreign', 'A worker from a Blob in a page at an unrelated origin (`https://evil.test`) sends `GET /resource` using fetch.'],
    [{ route: 'resource', embedderPolicy: 'require-corp' }, 'allowed', 'A page with `Cross-Origin-Embedder-Policy: require-corp` at the first allowed origin sends `GET /resource` using fetch.'],
    [{ route: 'resource', method: 'POST', client: 'beacon', mode: 'no-cors', credentials: 'include', body: { kind: 'text', text: '1' } }, 'allowed', 'A page at the first allowed origin sends `POST /resource` using `navigator.sendBeacon` with a text body and credentials, in no-cors mode.'],
    [{ route: 'redirect', query: { to: '$other-origin/whoami', status: '307' } }, 'allowed', 'A page at the first allowed origin sends `GET /redirect?status=307`, which redirects to `/whoami` at another origin, using fetch.'],
    [{ route: 'resource', method: 'OPTIONS', client: 'raw', as: 'no-origin', times: 2 }, 'allowed', 'corspec sends a raw `OPTIONS /resource` with no Origin header, twice.'],
    [{ route: 'resource' }, 'sibling', 'A page at a sibling subdomain of the first allowed host (`https://evil.example.test` if the policy allows `https://app.example.test`) sends `GET /resource` using fetch.'],
  ])('%j from %s', (request, from, words) => {
    expect(does(request, from)).toBe(words);
  });

  it('is repeated after a wait', () => {
    const request = { route: 'resource' } as const;
    const { request: _request, expect: _expect, ...rest } = scenario(request);
    const steps = [{ request, expect: {} }, { wait: 'max-age', request, expect: {} }, { wait: 500, request, expect: {} }] as const;
    expect(describeSteps({ ...rest, steps }).map((step) => step.does)).toEqual([
      'A page at the first allowed origin sends `GET /resource` using fetch.',
      'After the max age, the page sends `GET /resource` using fetch.',
      'After 0.5 seconds, the page sends `GET /resource` using fetch.',
    ]);
  });

  it('merges repeated requests', () => {
    const [get, put] = [{ route: 'resource' }, { route: 'resource', method: 'PUT' }] as const;
    const steps = [get, get, put].map((request) => ({ request, expect: {} }));
    const { request: _request, expect: _expect, ...rest } = scenario(get);
    expect(describeSteps({ ...rest, steps }).map((step) => step.does)).toEqual([
      'A page at the first allowed origin sends `GET /resource` using fetch, twice in a row.',
      'The page sends `PUT /resource` using fetch.',
    ]);
  });
}); // prettier-ignore

describe('the expected result', () => {
  it.each<[Expectation, RequestSpec, string]>([
    [{ outcome: 'readable', status: 404 }, { route: 'missing' }, 'The script can read the response, which has status 404.'],
    [{ outcome: 'blocked', wire: ['OPTIONS'] }, { route: 'resource', method: 'PUT' }, 'The script gets a network error and cannot read the response. The server receives only the preflight; the PUT is not sent.'],
    [{ outcome: 'blocked', wire: ['GET'] }, { route: 'resource' }, 'The script gets a network error and cannot read the response. The server receives the GET; only its response is blocked.'],
    [{ wire: ['OPTIONS', 'PUT'], writes: 1 }, { route: 'resource', method: 'PUT' }, 'The server receives a preflight, then the PUT. The request takes effect on the server once.'],
    [{ visible: ['$exposed-all', 'ETag'] }, { route: 'resource' }, 'The script can read every header that the policy exposes and `ETag`.'],
    [{ preflight: { status: { between: [200, 299] }, 'access-control-max-age': { is: '$max-age' } } }, { route: 'resource' }, 'In the preflight response, the status is from 200 to 299. In the preflight response, Access-Control-Max-Age is the policy’s max age.'],
    [{ outcome: 'readable' }, { route: 'resource', method: 'OPTIONS', client: 'raw', headers: { 'Access-Control-Request-Method': 'PUT' } }, 'According to the Fetch standard, the preflight passes.'],
  ])('%j of %j', (expectation, request, words) => {
    expect(must(expectation, request)?.join(' ')).toBe(words);
  });
}); // prettier-ignore

it('describes when a scenario applies', () => {
  const when = { policy: { origins: ['any', 'listed'], credentials: false, methods: ['PUT', '!PATCH'] } } as const;
  expect(describeConditions(scenario({ route: 'resource' }, {}, { when }))).toEqual({
    policy: [
      'allows any origin, or lists its allowed origins',
      'does not allow credentials',
      'allows PUT',
      'lists its allowed methods, without PATCH',
    ],
    more: [],
  });
}); // prettier-ignore

it.each(suites.flatMap((suite) => suite.scenarios.map((one) => [one.id, one] as const)))(
  '%s is described in sentences, without symbols of the catalogue',
  (_id, one) => {
    const { policy, more } = describeConditions(one);
    const steps = describeSteps(one);
    const sentences = [...steps.flatMap((step) => [step.does, ...step.must]), ...more];
    for (const sentence of sentences) expect(sentence).toMatch(/^(corspec|[A-Z`]).*[^.,]\.$/);
    const all = [...sentences, ...policy].join(' ');
    expect(all).not.toMatch(/\$(allowed|unlisted|exposed|origin|max)/);
    // What is sent and what is compared is in code, whatever it looks like.
    expect(all.replace(/`[^`]*`/g, '`')).not.toMatch(/undefined| {2}| ,/);
    expect(steps.some((step) => step.must.length > 0)).toBe(true);
  },
); // prettier-ignore
