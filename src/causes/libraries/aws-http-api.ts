import type { Library, Settings } from './library.ts';
import { entriesOf, isPattern, namesOf } from './snippets.ts';
import { indented, yamlList } from './yaml.ts';

function lines(settings: Settings): readonly string[] {
  const { credentials, methods, maxAge } = settings;
  const list = (key: string, values: readonly string[] | undefined): readonly string[] =>
    values === undefined ? [] : [yamlList(key, values)];
  return [
    ...(credentials === undefined ? [] : [`AllowCredentials: ${credentials}`]),
    ...list('AllowMethods', methods),
    ...list('AllowHeaders', namesOf(settings.requestHeaders)),
    ...list('ExposeHeaders', namesOf(settings.exposedHeaders)),
    ...(maxAge === undefined ? [] : [`MaxAge: ${maxAge}`]),
  ];
}

function call(settings: Settings): string {
  const entries = settings.origins === '*' ? ['*'] : entriesOf(settings);
  const patterns = entries.filter(isPattern);
  return [
    'HttpApi:',
    '  Type: AWS::Serverless::HttpApi',
    '  Properties:',
    '    CorsConfiguration:',
    ...indented(
      [
        yamlList(
          'AllowOrigins',
          entries.filter((entry) => !isPattern(entry)),
        ),
        ...patterns.map(
          (pattern) => `# list each origin of ${pattern}: there are no patterns for subdomains`,
        ),
        ...lines(settings),
      ],
      6,
    ),
  ].join('\n');
}

/** API Gateway of AWS, in front of Lambda or any other integration. */
export const awsHttpApi: Library = {
  title: 'AWS API Gateway (HTTP API)',
  language: 'yaml',
  where: 'template.yaml (AWS SAM), the resources',
  call,
  whereLines: 'template.yaml, CorsConfiguration',
  lines,
  advice: {
    everything: {
      note: 'With CORS configured, API Gateway ignores the CORS headers of the integration, such as a Lambda function.',
    },
    origins: {
      note: 'With CORS configured, API Gateway ignores the CORS headers of the integration, such as a Lambda function.',
    },
    order: {
      note: 'API Gateway answers preflights itself. With an authorizer on the route `$default`, add a route for OPTIONS without one.',
      where: 'template.yaml, the events of a function',
      snippet: () => `Preflight:
  Type: HttpApi
  Properties:
    ApiId: !Ref HttpApi
    Method: OPTIONS
    Path: /{proxy+}
    Auth:
      Authorizer: NONE`,
    },
    'error-responses': {
      note: 'API Gateway adds the headers to every response of an integration, if CORS is configured there instead of in the function.',
      snippet: call,
    },
    once: {
      note: 'API Gateway sends only its own: a proxy in front of it, such as CloudFront, may add the other.',
    },
  },
};
