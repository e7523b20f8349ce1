import * as z from 'zod';
import { policySchema } from '../policy/policy-file.ts';
import { levels, routes } from '../scenarios/scenario.ts';
import { libraryIds } from '../causes/libraries/index.ts';
import { lowestRate } from '../options/rate.ts';
import { tokenPattern } from '../policy/policy-fields.ts';

const text = z.string().min(1);
const texts = z.record(z.string(), z.string());
const method = z.string().regex(new RegExp(tokenPattern));

export const policyValue = z.union([text, policySchema]);

const requestFields = {
  routes: z
    .union([z.literal('standard'), z.partialRecord(z.enum(routes), text)])
    .optional()
    .describe('Further routes: route → path or URL; standard when the server has them all.'),
  headers: texts.optional().describe('Headers that the page sends.'),
  targetHeaders: texts
    .optional()
    .describe('Headers that corspec adds to actual requests on their way. Masked in reports.'),
  cookies: texts.optional().describe('Cookies that browsers have from the beginning. Masked in reports.'),
  login: z
    .strictObject({
      method: method.optional().describe('Default: POST.'),
      path: text.describe('A path of the target’s server.'),
      body: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    })
    .optional()
    .describe('Requested once, before all checks; browsers have the cookies of its response.'),
  data: z
    .unknown()
    .optional()
    .describe('The body of POST, PUT, PATCH and DELETE requests: text, or a value that is sent as JSON.'),
  tags: z
    .array(text)
    .optional()
    .describe('What reports group it by, such as the team that owns it: `team:payments`.'),
  allowWrites: z.boolean().optional().describe('Send POST, PUT, PATCH and DELETE requests to the server.'),
  insecure: z.boolean().optional().describe('Accept any TLS certificate.'),
  expectStatus: z
    .int()
    .min(200)
    .max(599)
    .optional()
    .describe('The status of a GET that is as it should be, where it is not 2xx.'),
};

export const urlTarget = z.strictObject({
  name: text.optional().describe('Its name in results and on the command line. Default: its URL.'),
  url: text.describe('Absolute, or relative to baseUrl.'),
  policy: policyValue.describe('The name of a policy, or the policy itself.'),
  methods: z.array(method).min(1).optional().describe('The methods of this endpoint. Default: all.'),
  ...requestFields,
});

export const openApiTarget = z.strictObject({
  openapi: text.describe('The path of an OpenAPI document: every path of it is a target.'),
  baseUrl: text.optional().describe('Where the API is; the document’s first server when absent.'),
  policies: z
    .record(z.string(), text.nullable())
    .describe('The name of the policy by glob of the path; null: these paths are not tested.'),
  parameters: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .optional()
    .describe('Values of path parameters.'),
  ...requestFields,
});

export const webServer = z.strictObject({
  command: text.describe('A command of the shell.'),
  url: text.describe('It is ready when this URL responds with a status below 500.'),
  timeout: z.int().positive().optional().describe('Milliseconds until it responds. Default: 60000.'),
  reuseExistingServer: z
    .boolean()
    .optional()
    .describe('Use a server that responds already. Default: not in CI.'),
  cwd: text.optional().describe('Where it runs. Default: the folder of the configuration.'),
  env: texts.optional().describe('Environment variables.'),
});

export const ignore = z.strictObject({
  scenario: text.optional().describe('An id or a glob.'),
  cause: text.optional().describe('The code of a cause.'),
  target: text.optional().describe('The name of a target or a glob. Default: all.'),
  reason: z.string().trim().min(1).describe('Why this is accepted: reports show it.'),
  until: z.iso.date().optional().describe('The last day on which this holds: 2026-12-31.'),
});

const engine = z.enum(['chromium', 'firefox', 'webkit']);

const reporter = z.union([text, z.tuple([text]), z.tuple([text, z.strictObject({ file: text })])]);

/** A configuration file. `schemas/config.schema.json` is generated from this. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional(),
    policies: z
      .record(z.string(), z.union([text, policySchema]))
      .optional()
      .describe('What the server intends to allow, by name: a policy, or the path of a policy file.'),
    targets: z
      .array(z.union([urlTarget, openApiTarget]))
      .min(1)
      .describe('What to test.'),
    baseUrl: text.optional().describe('The URLs of targets are relative to it.'),
    webServer: z
      .union([webServer, z.array(webServer).min(1)])
      .optional()
      .describe('Started before the checks, and stopped after them.'),
    browsers: z.array(text).min(1).optional().describe('chromium, firefox, webkit, model or all.'),
    connect: z
      .partialRecord(engine, text)
      .optional()
      .describe(
        'Playwright servers whose browsers are used, by engine: { "chromium": "ws://127.0.0.1:3000/" }.',
      ),
    webdriver: z
      .partialRecord(engine, text)
      .optional()
      .describe('WebDriver servers whose browsers are used, by engine: { "firefox": "http://grid:4444" }.'),
    proxyAddress: text
      .optional()
      .describe('An address of this machine where these browsers reach corspec’s proxy: HOST or HOST:PORT.'),
    reporters: z
      .array(reporter)
      .min(1)
      .optional()
      .describe('terminal, or ["html", { "file": "cors.html" }].'),
    ignore: z.array(ignore).optional().describe('Failures that do not fail the run, each with its reason.'),
    baseline: text.optional().describe('The file with the failures that are known.'),
    suites: z.array(text).min(1).optional().describe('Only scenarios of these suites.'),
    scenarios: z.array(text).min(1).optional().describe('Only these scenarios: ids or globs.'),
    levels: z.array(z.enum(levels)).min(1).optional().describe('Only scenarios of these levels.'),
    strict: z.boolean().optional().describe('Failures of level recommended fail the run, too.'),
    timeout: z.int().positive().optional().describe('For one response: milliseconds. Default: 10000.'),
    jobs: z.int().positive().optional().describe('Concurrent requests. Default: 12.'),
    rate: z
      .number()
      .min(lowestRate)
      .optional()
      .describe('Requests per second for each host. Default: no limit.'),
    evidence: z.enum(['failures', 'all']).optional().describe('Which results keep their exchanges.'),
    fix: z.enum(libraryIds).optional().describe('The library that fixes are written for. Default: detected.'),
  })
  .describe('The configuration of corspec.');
