import type { Policy } from '../policy/policy.ts';
import type { UrlTarget } from '../targets/target-request.ts';
import type { CauseSummary, Result, Results } from '../results/results.ts';
import { shellQuote } from '../text/shell.ts';

/** A policy as options of the command line. */
export function policyArgument(policy: Policy): string {
  const list = (option: string, value: '*' | readonly string[] | undefined) =>
    value === undefined ? [] : [option, value === '*' ? value : value.join(',')];
  const { origins, credentials, methods, requestHeaders, exposedHeaders, maxAge } = policy;
  const words = [
    ...(origins === '*' ? ['--origin', '*'] : (origins ?? []).flatMap((origin) => ['--origin', origin])),
    ...(credentials === undefined ? [] : [credentials ? '--credentials' : '--no-credentials']),
    ...list('--methods', methods),
    ...list('--request-headers', requestHeaders),
    ...list('--expose', exposedHeaders),
    ...(maxAge === undefined ? [] : ['--max-age', String(maxAge)]),
  ];
  return words.map(shellQuote).join(' ');
}

/** The options of a URL, for the command line. Values of headers, cookies and bodies may be secrets. */
export function targetArguments(target: Omit<UrlTarget, 'kind' | 'url'>): string {
  const { routes, headers, cookies = [], login, endpointMethods, expectStatus } = target;
  const words = [
    ...(routes === 'standard'
      ? ['--routes', 'standard']
      : Object.entries(routes).flatMap(([route, path]) => ['--routes', `${route}=${path}`])),
    ...(target.allowWrites ? ['--allow-writes'] : []),
    ...headers.flatMap(([name]) => ['--target-header', `${name}: …`]),
    ...(target.page?.headers ?? []).flatMap(([name]) => ['--header', `${name}: …`]),
    ...cookies.flatMap(([name]) => ['--cookie', `${name}=…`]),
    ...(login === undefined ? [] : ['--login', `${login.method} ${login.path} …`]),
    ...(target.page?.data === undefined ? [] : ['--data', '…']),
    ...(endpointMethods === undefined ? [] : ['--endpoint-methods', endpointMethods.join(',')]),
    ...(target.insecure ? ['--insecure'] : []),
    ...(expectStatus === undefined ? [] : ['--expect-status', String(expectStatus)]),
  ];
  return words.map(shellQuote).join(' ');
}

/** Results of a server that is gone after the run: a check runs again with these options, not by a command. */
export function reproducedInCode(results: Results): Results {
  const call = (scenario: string, browser: string) =>
    `testCors(…, { scenarios: ['${scenario}'], browsers: ['${browser}'] })`;
  const ofResult = (result: Result): Result => ({
    ...result,
    reproduce: call(result.scenario, result.browser),
  });
  const ofCause = (cause: CauseSummary): CauseSummary => {
    // The command of its result, with the scenario that shows it best.
    const [, scenario = cause.checks[0]?.scenario ?? ''] = / --scenario (\S+)/.exec(cause.reproduce) ?? [];
    return { ...cause, reproduce: call(scenario, cause.browsers[0] ?? 'model') };
  };
  return {
    ...results,
    ...(results.causes && { causes: results.causes.map(ofCause) }),
    results: results.results.map(ofResult),
  };
}
