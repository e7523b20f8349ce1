import { jsCall, jsLines, jsOptions, jsOrigin, type OptionNames } from './javascript.ts';
import type { Library, Settings } from './library.ts';

const names: OptionNames = {
  methods: 'methods',
  requestHeaders: 'allowedHeaders',
  exposedHeaders: 'exposedHeaders',
};

function call(settings: Settings): string {
  return jsCall('app.enableCors(', [...jsOrigin(settings), ...jsOptions(names, settings)], ');');
}

const coverage = (settings: Settings): string =>
  `const app = await NestFactory.create(AppModule);
${call(settings)}
app.use(authentication);
await app.listen(3000);`;

/** NestJS, which uses `cors` on Express and `@fastify/cors` on Fastify. */
export const nestjs: Library = {
  title: 'NestJS',
  language: 'js',
  where: 'main.ts, directly after NestFactory.create()',
  call,
  whereLines: 'the options of app.enableCors()',
  lines: (settings) => jsLines(names, settings),
  advice: {
    origins: {
      note: 'An array is compared exactly. `enableCors()` without `origin` sends `*`; `origin: true` reflects every site.',
    },
    methods: {
      note: 'Without `methods`, NestJS lists GET, HEAD, PUT, PATCH, POST and DELETE; with the Fastify adapter, only GET, HEAD and POST in newer versions.',
    },
    order: {
      note: 'Guards do not run for preflights that `enableCors` answers; middleware of `app.use` that comes before it does.',
      snippet: coverage,
    },
    'error-responses': {
      note: 'Exception filters keep the headers, unless they write to the raw response. With the Fastify adapter, replies by `reply.raw` have none.',
      snippet: coverage,
    },
    vary: { note: 'In handlers, add to Vary (`response.vary(…)` on Express) instead of replacing it.' },
    'resource-policy': {
      note: 'helmet sends `same-origin` by default.',
      where: 'the options of helmet()',
      snippet: () => "crossOriginResourcePolicy: { policy: 'cross-origin' },",
    },
  },
};
