/** The options of the command line that messages advise, by their names in code. */
const names: Readonly<Record<string, string>> = {
  '--allow-writes': 'allowWrites: true',
  '--baseline': 'baseline',
  '--browser': 'browsers',
  '--cookie': 'cookies',
  '--credentials': 'policy.credentials',
  '--data': 'data',
  '--endpoint-methods': 'methods',
  '--expect-status': 'expectStatus',
  '--expose': 'policy.exposedHeaders',
  '--fix': 'fix',
  '--header': 'headers',
  '--insecure': 'insecure: true',
  '--jobs': 'jobs',
  '--level': 'levels',
  '--login': 'login',
  '--max-age': 'policy.maxAge',
  '--methods': 'policy.methods',
  '--origin': 'policy.origins',
  '--rate': 'rate',
  '--request-headers': 'policy.requestHeaders',
  '--routes': 'routes',
  '--scenario': 'scenarios',
  '--strict': 'strict: true',
  '--suite': 'suites',
  '--target-header': 'targetHeaders',
  '--timeout': 'timeout',
  '--update-baseline': 'updateBaseline: true',
};

/**
 * A message of a run, with the options that it advises as `testCors` takes them: `expectStatus: 404`. Lines with a command
 * of corspec stay.
 */
export function withCodeNames(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.includes('npx corspec ') ? line : inLine(line)))
    .join('\n');
}

function inLine(line: string): string {
  return line.replace(
    /(--[a-z][a-z-]*)(?: (\d+)\b)?/g,
    (whole, option: string, number: string | undefined) => {
      const name = Object.hasOwn(names, option) ? names[option] : undefined;
      if (name === undefined) return whole;
      return number === undefined ? name : `${name}: ${number}`;
    },
  );
}
