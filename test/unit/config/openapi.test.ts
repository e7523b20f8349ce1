import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { policies } from '../../../fixtures/policies.ts';
import { readConfig } from '../../../src/config/load.ts';
import { readOpenApi } from '../../../src/config/openapi/document.ts';
import { baseUrlOf, endpointsOf } from '../../../src/config/openapi/endpoints.ts';
import { resolveConfig } from '../../../src/config/resolve.ts';
import { suites } from '../../../suites/index.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'corspec-openapi-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const head = 'openapi: 3.1.0\ninfo: { title: Pets, version: "1" }\n';
const ok = "responses: { '200': { description: ok } }";

async function read(text: string, name = 'api.yaml') {
  const document = await readOpenApi(write(name, text));
  if (!document.ok) throw new Error(document.reason.join('\n'));
  return document.value;
}

/** The problems of a document, without the folder. */
async function problemsOf(text: string, name = 'api.yaml'): Promise<readonly string[]> {
  const document = await readOpenApi(write(name, text));
  return document.ok ? [] : document.reason.map((line) => line.slice(Math.max(line.indexOf(name), 0)));
}

const pets = `${head}servers: [{ url: 'https://{region}.example.com/v1/', variables: { region: { default: eu } } }]
paths:
  /pets:
    parameters: [{ $ref: '#/components/parameters/Shop' }]
    get:
      parameters:
        - { name: limit, in: query, required: true, schema: { type: integer, minimum: 5 } }
        - { name: page, in: query, schema: { type: integer } }
      ${ok}
    post:
      requestBody: { content: { application/json: { schema: { $ref: 'models/pet.yaml#/Pet' } } } }
      ${ok}
  /pets/{petId}/photos/{photo}:
    delete:
      parameters:
        - { name: petId, in: path, required: true, schema: { type: string, format: uuid } }
        - { name: photo, in: path, required: true, example: a b, schema: { type: string } }
      ${ok}
    options: { ${ok} }
  /events: { trace: { ${ok} } }
components:
  parameters:
    Shop: { name: shop, in: query, required: true, schema: { enum: [main, other] } }
`;
const models = `Pet:
  allOf:
    - { $ref: '#/Named' }
    - { required: [age, owner], properties: { age: { type: [integer, 'null'] }, owner: { anyOf: [{ type: 'null' }, { $ref: '#/Named' }] } } }
Named: { type: object, required: [name], properties: { name: { type: string, pattern: '^[0-9]{3}$', minLength: 3 }, note: { type: string } } }
`;

describe('the endpoints of a document', () => {
  it('have the methods that pages send, and requests with all that is required', async () => {
    write('models/pet.yaml', models);
    const document = await read(pets);
    expect(endpointsOf(document).endpoints).toEqual([
      {
        path: '/pets',
        methods: ['GET', 'POST'],
        request: '/pets?limit=5&shop=main',
        parameters: [],
        data: { name: '111', age: 1, owner: { name: '111' } },
      },
      {
        path: '/pets/{petId}/photos/{photo}',
        methods: ['DELETE'],
        request: '/pets/3fa85f64-5717-4562-b3fc-2c963f66afa6/photos/a%20b',
        parameters: ['petId', 'photo'],
      },
    ]);
    expect(endpointsOf(document, { petId: 7, page: 2 }).endpoints.map(({ request }) => request)).toEqual([
      '/pets?limit=5&page=2&shop=main',
      '/pets/7/photos/a%20b',
    ]);
  });

  it('are at the first server, or at the URL that is given', async () => {
    write('models/pet.yaml', models);
    const document = await read(pets);
    expect(baseUrlOf(document, undefined)).toEqual({ ok: true, url: 'https://eu.example.com/v1' });
    expect(baseUrlOf(document, 'http://localhost:8000/')).toEqual({ ok: true, url: 'http://localhost:8000' });
    const relative = await read(`${head}servers: [{ url: /v2 }]\npaths: {}\n`);
    expect(baseUrlOf(relative, 'http://localhost:8000')).toEqual({
      ok: true,
      url: 'http://localhost:8000/v2',
    });
    expect(baseUrlOf(relative, 'http://localhost:8000/v2')).toMatchObject({
      url: 'http://localhost:8000/v2',
    });
    expect(baseUrlOf(relative, undefined)).toMatchObject({
      problem: expect.stringContaining('"/v2"') as string,
    });
  });

  it('are read from Swagger 2.0, as JSON', async () => {
    const document = await read(
      JSON.stringify({
        swagger: '2.0',
        info: { title: 'Pets', version: '1' },
        host: 'localhost:8080',
        basePath: '/api',
        schemes: ['http'],
        paths: {
          '/pets/{id}': {
            put: {
              parameters: [
                { name: 'id', in: 'path', required: true, type: 'integer' },
                { name: 'pet', in: 'body', schema: { type: 'object', required: ['a'], properties: { a: { example: 'x' } } } }, // prettier-ignore
              ],
              responses: { 200: { description: 'ok' } },
            },
          },
        },
      }),
      'api.json',
    );
    expect(baseUrlOf(document, undefined)).toEqual({ ok: true, url: 'http://localhost:8080/api' });
    expect(endpointsOf(document).endpoints).toMatchObject([{ request: '/pets/1', data: { a: 'x' } }]);
  });

  it('end where schemas refer to themselves', async () => {
    const document = await read(`${head}paths:
  /a: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Node' } } } }, ${ok} } }
components: { schemas: { Node: { type: object, required: [next], properties: { next: { $ref: '#/components/schemas/Node' } } }, Loop: { $ref: '#/components/schemas/Loop' } } }
`);
    expect(endpointsOf(document).endpoints).toHaveLength(1);
  });
});

describe('an invalid document', () => {
  it('is told with the place of each problem, the innermost only', async () => {
    const problems = await problemsOf(
      `openapi: 3.0.3\ninfo: { title: x }\npaths:\n  /pets:\n    gett: {}\n    get:\n      parameters:\n        - { name: a, in: qurey, required: true, schema: {} }\n      responses: { '200': {} }\n`,
    );
    expect(problems).toEqual([
      'api.yaml:2:1: info: "version" is missing.',
      'api.yaml:5:5: paths › /pets › gett: unknown key. Did you mean "get"?',
      'api.yaml:8:22: paths › /pets › get › parameters › 0 › in: expected "path", "query", "header", "cookie".',
      `api.yaml:9:20: paths › /pets › get › responses › 200: "description" is missing.`,
    ]);
  });

  it.each([
    ['no YAML', 'openapi: "3.0.3\n', /^api\.yaml:\d+:\d+: invalid YAML: /],
    ['no JSON', '{ "openapi": }', /^api\.yaml:1:14: invalid JSON: expected a value/],
    ['not OpenAPI', 'name: x\n', /^api\.yaml:1:1: this is not an OpenAPI document/],
    ['an unknown version', 'openapi: 4.0.0\n', /^api\.yaml:1:1: this is not an OpenAPI document/],
    [
      'a missing component',
      `${head}paths: { /a: { $ref: '#/components/pathItems/A' } }\n`,
      /^api\.yaml:3:\d+: \$ref "#\/components\/pathItems\/A": there is nothing at this place/,
    ],
    ['a missing file', `${head}paths: { /a: { $ref: './a.yaml' } }\n`, /\$ref "\.\/a\.yaml": file not found/],
    ['bombs of aliases', bomb(), /invalid YAML: Excessive alias count/],
  ])('is told: %s', async (_, text, expected) => {
    const problems = await problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
  });

  it('is one that refers to another machine, from any of its files', async () => {
    write('b.yaml', 'A: { get: { $ref: "//example.com/c.yaml" } }\n');
    const problems = await problemsOf(
      `${head}paths:\n  /a: { $ref: https://example.com/a.yaml }\n  /b: { $ref: b.yaml#/A }\n`,
    );
    expect(problems).toEqual([
      'api.yaml:4:9: $ref "https://example.com/a.yaml": corspec does not fetch references. Save a copy, and refer to that file.',
      expect.stringMatching(
        /b\.yaml:1:13: \$ref "\/\/example\.com\/c\.yaml": corspec does not fetch/,
      ) as string,
    ]);
  });

  it('is a file that does not exist', async () => {
    expect(await readOpenApi(join(folder, 'none.yaml'))).toMatchObject({
      reason: [expect.stringMatching(/none\.yaml: file not found\.$/) as string],
    });
  });
});

describe('a document in a configuration', () => {
  async function resolved(targets: string) {
    write('models/pet.yaml', models);
    write('api.yaml', pets);
    const names = { suites, browsers: ['model'], reporters: ['terminal'] };
    const file = await readConfig(
      write('corspec.config.ts', `export default { targets: [\n${targets}\n] };`),
      names,
    );
    if (!file.ok) throw new Error(file.reason);
    return resolveConfig(file.value, policies, '');
  }
  const target = (rest: string) => `{ openapi: './api.yaml', baseUrl: 'http://127.0.0.1:8000', ${rest} }`;

  it('gives each path the policy of the first pattern that matches', async () => {
    const found = await resolved(
      target(
        `policies: { '/pets/{petId}/photos/{photo}': 'public', '/**': 'allowlist' }, parameters: { petId: 3 }, allowWrites: true`,
      ),
    );
    expect(found).toMatchObject({
      value: {
        targets: [
          { name: '/pets', url: 'http://127.0.0.1:8000/pets?limit=5&shop=main', policies: ['allowlist'], endpointMethods: ['GET', 'POST'], allowWrites: true },
          { name: '/pets/{petId}/photos/{photo}', policies: ['public'], endpointMethods: ['DELETE'], pathParameters: ['petId', 'photo'] },
        ],
        entries: { '/pets': 'targets[0]', '/pets/{petId}/photos/{photo}': 'targets[0]' },
        warnings: [],
      },
    }); // prettier-ignore
  });

  it('does not test paths whose policy is null', async () => {
    const found = await resolved(target(`policies: { '/pets/{petId}/**': null, '/**': 'public' }`));
    expect(found).toMatchObject({ value: { targets: [{ name: '/pets' }], warnings: [] } });
  });

  it('warns of paths without a policy, and of patterns without a path', async () => {
    const found = await resolved(target(`policies: { '/pet': 'public', '/pets': 'public' }`));
    if (!found.ok) throw new Error(found.reason.join('\n'));
    expect(found.value.targets).toHaveLength(1);
    expect(found.value.warnings.map((text) => text.slice(text.indexOf('targets')))).toEqual([
      'targets[0].policies: 1 path matches no pattern and is not tested: /pets/{petId}/photos/{photo}.',
      'targets[0].policies["/pet"]: no path of the document is left that matches. Did you mean "/pets" or "/pets/{petId}/photos/{photo}"? The first pattern that matches counts.',
    ]);
  });

  it.each([
    [
      'an unknown policy',
      `policies: { '/**': 'alowlist' }`,
      /policies\["\/\*\*"\]: "alowlist": no such policy\. Did you mean "allowlist"/,
    ],
    [
      'an unknown parameter',
      `policies: { '/**': 'public' }, parameters: { petID: 1 }`,
      /parameters\.petID: the document has no parameter of this name\. Did you mean "petId"/,
    ],
    ['no match', `policies: { '/x/**': 'public' }`, /no path of .*api\.yaml matches\. Its paths: \/pets, /],
  ])('fails for %s, once', async (_, rest, expected) => {
    const found = await resolved(target(rest));
    const problems = found.ok ? [] : found.reason;
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(expected);
    expect(problems[0]).toMatch(/corspec\.config\.ts:2:\d+: targets\[0\]/);
  });

  it('names paths of several documents by their URLs', async () => {
    const second = `{ openapi: './api.yaml', baseUrl: 'http://127.0.0.1:8001', policies: { '/pets': 'public' } }`;
    const found = await resolved(`${target(`policies: { '/pets': 'public' }`)}, ${second}`);
    expect(found).toMatchObject({
      value: { targets: [{ name: 'http://127.0.0.1:8000/pets' }, { name: 'http://127.0.0.1:8001/pets' }] },
    });
  });
});

/** Aliases of aliases: a few lines that expand to billions of values. */
function bomb(): string {
  const levels = 'bcdefghi'.split('').map((name, index) => {
    const before = 'abcdefghi'[index] ?? 'a';
    return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(', ')}]`;
  });
  return `openapi: 3.0.3\na: &a [1]\n${levels.join('\n')}\n`;
}
