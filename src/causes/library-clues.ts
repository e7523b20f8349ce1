import type { Clue, ClueRule } from './clue.ts';
import { proxyRules } from './proxy-clues.ts';
import { type Reading, readResponse, type SeenResponse } from './response-reading.ts';

/** Each rule's clue once. */
export function uniqueClues(clues: readonly Clue[]): readonly Clue[] {
  return [...new Map(clues.map((clue) => [`${clue.library} ${clue.because}`, clue])).values()];
}

/** The clues in one response. */
export function responseClues(response: SeenResponse): readonly Clue[] {
  const reading = readResponse(response);
  return rules
    .filter(({ shows }) => shows(reading))
    .map(({ kind = 'application', library, certainty, because, isConstant }): Clue => ({
      kind,
      library,
      certainty,
      because,
      ...(isConstant && { isConstant }),
    }));
}

const isNode = ({ header }: Reading): boolean => /^timeout=\d+/.test(header('keep-alive'));

const rules: readonly ClueRule[] = [
  // The CORS library itself.
  {
    library: 'rack-cors',
    certainty: 3,
    because: 'X-Rack-CORS',
    shows: ({ header }) => header('x-rack-cors') !== '',
  },
  {
    library: 'spring',
    certainty: 3,
    because: 'the body `Invalid CORS request`',
    shows: ({ status, body }) => status === 403 && body === 'Invalid CORS request',
  },
  {
    library: 'fastapi',
    certainty: 3,
    because: 'the body `Disallowed CORS …`',
    shows: ({ status, body }) => status === 400 && /^Disallowed CORS (origin|method|headers)/.test(body),
  },
  {
    library: 'fastify-cors',
    certainty: 3,
    because: 'the body `Invalid Preflight Request`',
    shows: ({ status, body }) => status === 400 && body === 'Invalid Preflight Request',
  },
  {
    library: 'spring',
    certainty: 2,
    because: 'three Vary lines',
    shows: ({ lines }) =>
      lines('vary').join('|') === 'Origin|Access-Control-Request-Method|Access-Control-Request-Headers',
  },
  {
    library: 'tower-http',
    certainty: 2,
    because: 'the value of Vary',
    shows: ({ lines }) =>
      lines('vary').includes('origin, access-control-request-method, access-control-request-headers'),
  },
  {
    library: 'rs-cors',
    certainty: 2,
    because: 'the value of Vary',
    shows: ({ lines }) =>
      lines('vary').includes('Origin, Access-Control-Request-Method, Access-Control-Request-Headers'),
  },

  // Error pages of frameworks.
  {
    library: 'nestjs',
    certainty: 3,
    because: "the shape of NestJS's errors",
    shows: ({ json, keys }) =>
      keys === 'error,message,statusCode' && /^Cannot [A-Z]+ \//.test(textOf(json['message'])),
  },
  {
    library: 'fastify-cors',
    certainty: 3,
    because: "the shape of Fastify's errors",
    shows: ({ json, keys }) =>
      (keys === 'error,message,statusCode' && /^Route [A-Z]+:.* not found$/s.test(textOf(json['message']))) ||
      (keys === 'code,error,message,statusCode' && textOf(json['code']).startsWith('FST_')),
  },
  {
    library: 'express-cors',
    certainty: 3,
    because: "Express's error page",
    shows: ({ status, body }) => status === 404 && /<pre>Cannot [A-Z]+ \//.test(body),
  },
  {
    library: 'fastapi',
    certainty: 2,
    because: "the shape of FastAPI's errors",
    shows: ({ json, keys, status }) =>
      keys === 'detail' &&
      ((status === 404 && json['detail'] === 'Not Found') ||
        (status === 405 && json['detail'] === 'Method Not Allowed') ||
        (status === 422 && Array.isArray(json['detail']))),
  },
  {
    library: 'spring',
    certainty: 3,
    because: "the shape of Spring's errors",
    shows: ({ keys, status }) =>
      status >= 400 && /^error,(message,)?path,(requestId,)?status,timestamp$/.test(keys),
  },
  {
    library: 'django-cors-headers',
    certainty: 3,
    because: "Django's error page",
    shows: ({ body }) =>
      body.includes('<h1>Not Found</h1><p>The requested resource was not found on this server.</p>') ||
      /<title>Page not found at |Using the URLconf defined in|<title>Server Error \(500\)<\/title>/.test(
        body,
      ),
  },
  {
    library: 'flask-cors',
    certainty: 2,
    because: "Werkzeug's error page",
    shows: ({ body }) => /^<!doctype html>\s*<html lang=en>\s*<title>\d{3} /i.test(body),
  },
  {
    library: 'gin-cors',
    certainty: 2,
    because: "Gin's error page",
    shows: ({ header, body }) => body === '404 page not found' && header('content-type') === 'text/plain',
  },
  {
    library: 'rs-cors',
    certainty: 2,
    because: "the error page of Go's net/http",
    shows: ({ header, body }) =>
      body === '404 page not found\n' && header('x-content-type-options') === 'nosniff',
  },
  {
    library: 'hono-cors',
    certainty: 2,
    because: "Hono's error page",
    shows: ({ status, body }) => status === 404 && body === '404 Not Found',
  },
  {
    library: 'koa-cors',
    certainty: 1,
    because: "Koa's error page",
    shows: (reading) =>
      reading.status === 404 &&
      reading.body === 'Not Found' &&
      reading.header('content-type') === 'text/plain; charset=utf-8' &&
      isNode(reading),
  },
  {
    library: 'aspnet-core',
    certainty: 2,
    because: 'problem details of ASP.NET Core',
    shows: ({ keys, json }) =>
      ['title', 'status', 'type', 'traceId'].every((key) => keys.split(',').includes(key)) &&
      textOf(json['type']).includes('tools.ietf.org/html/rfc'),
  },

  // What frameworks and servers call themselves.
  {
    library: 'express-cors',
    certainty: 2,
    because: 'X-Powered-By: Express',
    isConstant: true,
    shows: ({ header }) => header('x-powered-by') === 'Express',
  },
  {
    library: 'flask-cors',
    certainty: 1,
    because: 'Server: Werkzeug',
    shows: ({ header }) => /^werkzeug\//i.test(header('server')),
  },
  {
    library: 'django-cors-headers',
    certainty: 2,
    because: "the headers of Django's SecurityMiddleware",
    shows: ({ header }) =>
      header('x-frame-options') === 'DENY' &&
      header('referrer-policy') === 'same-origin' &&
      header('cross-origin-opener-policy') === 'same-origin',
  },
  {
    library: 'spring',
    certainty: 2,
    because: 'the headers of Spring Security',
    shows: ({ header }) =>
      header('x-xss-protection') !== '' &&
      header('expires') === '0' &&
      header('cache-control') === 'no-cache, no-store, max-age=0, must-revalidate',
  },
  {
    library: 'rack-cors',
    certainty: 2,
    because: 'X-Runtime and X-Request-Id of Rails',
    shows: ({ header }) => /^\d+\.\d+$/.test(header('x-runtime')) && header('x-request-id') !== '',
  },
  {
    library: 'aspnet-core',
    certainty: 2,
    because: 'Server: Kestrel',
    shows: ({ header }) => header('server') === 'Kestrel',
  },
  {
    library: 'express-cors',
    certainty: 1,
    because: 'the cookie connect.sid',
    shows: cookie('connect.sid'),
  },
  {
    library: 'django-cors-headers',
    certainty: 2,
    because: 'the cookie csrftoken',
    shows: cookie('csrftoken'),
  },
  { library: 'spring', certainty: 1, because: 'the cookie JSESSIONID', shows: cookie('JSESSIONID') },

  {
    library: 's3',
    certainty: 3,
    because: 'Server: AmazonS3',
    shows: ({ header }) => header('server') === 'AmazonS3',
  },

  ...proxyRules,
];

function cookie(name: string): (response: Reading) => boolean {
  return ({ lines }) => lines('set-cookie').some((line) => line.startsWith(`${name}=`));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
