/**
 * What the schema of SARIF 2.1.0 says of the objects that the reporter writes, with the properties that it uses: there is
 * no package with the schema, and the whole has 3,000 lines.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json
 */
const level = { enum: ['none', 'note', 'warning', 'error'] };
const text = { type: 'string', minLength: 1 };

function object(properties: object, required: readonly string[] = Object.keys(properties)): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

function arrayOf(items: object, minItems = 0): object {
  return { type: 'array', items, minItems };
}

const message = object({ text });

const rule = object(
  {
    id: text,
    shortDescription: message,
    fullDescription: message,
    helpUri: { type: 'string', format: 'uri', pattern: '^https://' },
    help: object({ text, markdown: text }, ['text']),
    properties: object(
      {
        tags: { ...arrayOf(text), uniqueItems: true },
        'security-severity': { type: 'string', pattern: '^(10|\\d)\\.\\d$' },
      },
      ['tags'],
    ),
  },
  ['id'],
);

const location = object({
  physicalLocation: object({
    artifactLocation: object({ uri: text }),
    region: object({ startLine: { type: 'integer', minimum: 1 } }),
  }),
  logicalLocations: arrayOf(object({ fullyQualifiedName: text })),
});

const suppression = object({
  kind: { enum: ['inSource', 'external'] },
  status: { enum: ['accepted', 'underReview', 'rejected'] },
  justification: { type: 'string' },
});

const found = {
  ruleId: text,
  ruleIndex: { type: 'integer', minimum: 0 },
  level,
  message,
  locations: arrayOf(location, 1),
  partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
};
const result = object({ ...found, suppressions: arrayOf(suppression) }, Object.keys(found));

const run = object({
  tool: object({
    driver: object({
      name: text,
      version: text,
      informationUri: { type: 'string', pattern: '^https://' },
      rules: arrayOf(rule),
    }),
  }),
  invocations: arrayOf(
    object(
      {
        executionSuccessful: { type: 'boolean' },
        toolConfigurationNotifications: arrayOf(object({ level, message })),
        toolExecutionNotifications: arrayOf(object({ level, message })),
      },
      ['executionSuccessful', 'toolExecutionNotifications'],
    ),
  ),
  results: arrayOf(result),
});

export const sarifSchema = object({
  $schema: { const: 'https://json.schemastore.org/sarif-2.1.0.json' },
  version: { const: '2.1.0' },
  runs: arrayOf(run, 1),
});
