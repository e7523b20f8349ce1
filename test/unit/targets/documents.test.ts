import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { DocumentPlace } from '../../../src/targets/document-place.ts';
import { type PreparedTargets, prepareTargets } from '../../../src/targets/prepare-targets.ts';
import type { UrlTarget } from '../../../src/targets/target-request.ts';

interface Run {
  readonly targets: PreparedTargets;
  readonly warnings: readonly string[];
}

/** Paths of a document, prepared at a server that responds with the status of each; without one, nothing listens. */
async function prepared(
  paths: readonly (readonly [path: string, status: number | null, options?: Partial<UrlTarget>])[],
  place: Partial<DocumentPlace> = {},
): Promise<Run> {
  const server = createServer((request, response) => {
    const found = paths.find(([path]) => path === request.url);
    response.writeHead(found?.[1] ?? 500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (paths.some(([, status]) => status === null)) await new Promise((resolve) => server.close(resolve));
  else onTestFinished(() => void server.close());
  const document = { name: 'api.yaml', baseUrl: base, ...place };
  const warnings: string[] = [];
  const targets = await prepareTargets(
    {
      targets: paths.map(([path, , options]) => ({
        kind: 'url',
        url: `${base}${path}`,
        name: path,
        routes: {},
        allowWrites: false,
        headers: [],
        insecure: false,
        endpointMethods: ['GET'],
        document,
        ...options,
      })),
      policies: { policy: { origins: ['https://app.example.com'] } },
      policyArguments: {},
      scenarios: [],
      timeoutMs: 5000,
    },
    { onEvent: ({ text }) => warnings.push(text), signal: new AbortController().signal },
  );
  return { targets, warnings };
}

const item = { pathParameters: ['id'] };

it('tells once that an API is not where its document should find it', async () => {
  const { targets, warnings } = await prepared([
    ['/pets', 404],
    ['/users', 410],
    ['/pets/1', 404, item],
    ['/orders', 404, { endpointMethods: ['POST'] }],
  ]);
  expect(warnings).toEqual([]);
  expect(targets.missingApis).toEqual([
    expect.stringMatching(
      /^All 4 paths of api\.yaml have status 404 or 410 at http:\S+: the API is not there/,
    ),
  ]);
});

it('names the base URL that the document suggests', async () => {
  const { targets } = await prepared([['/a', 404], ['/b', 404]], { otherBaseUrl: 'http://localhost/v1' }); // prettier-ignore
  expect(targets.missingApis[0]).toContain('The document’s server suggests http://localhost/v1');
});

it.each([
  ['a path exists', [['/pets', 404], ['/users', 200]]],
  ['there may be no such items', [['/pets/1', 404, item], ['/users/1', 404, item]]],
  ['no path has GET', [['/a', 404, { endpointMethods: ['POST'] }], ['/b', 404, { endpointMethods: ['PUT'] }]]],
  ['404 is intended', [['/a', 404, { expectStatus: 404 }], ['/b', 404, { expectStatus: 404 }]]],
] as const)('does not say so where %s', async (_, paths) => {
  const { targets } = await prepared(paths);
  expect(targets.missingApis).toEqual([]);
}); // prettier-ignore

it('tells paths that cannot be tested for the same reason in one line', async () => {
  const broken = ['/a', '/b', '/c', '/d', '/e'].map((path) => [path, 500] as const);
  const { warnings } = await prepared([['/pets', 200], ...broken]);
  expect(warnings).toEqual([
    expect.stringMatching(/^api\.yaml: \/a, \/b, \/c, \/d and 1 more: the response to GET has status 500/),
  ]);
});

it('does not warn of what ends the run anyway', async () => {
  expect((await prepared([['/a', null], ['/b', null]])).warnings).toEqual([]); // prettier-ignore
});
