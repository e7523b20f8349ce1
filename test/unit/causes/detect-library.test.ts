import { describe, expect, it } from 'vitest';
import { detectLibrary, type LibraryEvidence } from '../../../src/causes/detect-library.ts';
import { responseClues } from '../../../src/causes/library-clues.ts';
import type { SeenResponse } from '../../../src/causes/response-reading.ts';

function detect(responses: readonly SeenResponse[], implementation?: LibraryEvidence['implementation']) {
  return detectLibrary({
    clues: responses.flatMap(responseClues),
    ...(implementation && { implementation }),
  });
}

/** A response, its headers written as they are on the wire. */
function response(status: number, headers: string, body = ''): SeenResponse {
  const lines = headers.split('\n').map((line): readonly [string, string] => {
    const [name = '', ...value] = line.trim().split(': ');
    return [name, value.join(': ')];
  });
  return { status, headers: lines, body };
}

const json = 'Content-Type: application/json; charset=utf-8';
const html = 'Content-Type: text/html; charset=utf-8';
const text = 'Content-Type: text/plain; charset=utf-8';

const error = (body: object): string => JSON.stringify(body);

describe('the library behind a response', () => {
  // prettier-ignore
  it.each([
    ['express-cors', response(200, `X-Powered-By: Express\n${json}`, '{}')],
    ['express-cors', response(404, html, '<html lang="en">\n<body>\n<pre>Cannot GET /nothing</pre>\n</body>')],
    ['nestjs', response(404, `X-Powered-By: Express\n${json}`, error({ message: 'Cannot GET /nothing', error: 'Not Found', statusCode: 404 }))],
    ['fastify-cors', response(404, json, error({ message: 'Route GET:/nothing not found', error: 'Not Found', statusCode: 404 }))],
    ['fastify-cors', response(415, json, error({ statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', error: 'Unsupported Media Type', message: 'Unsupported Media Type' }))],
    ['fastify-cors', response(400, 'Content-Type: text/plain', 'Invalid Preflight Request')],
    ['koa-cors', response(404, `${text}\nKeep-Alive: timeout=5`, 'Not Found')],
    ['hono-cors', response(404, 'Content-Type: text/plain; charset=UTF-8', '404 Not Found')],
    ['fastapi', response(404, 'Server: uvicorn\nContent-Type: application/json', '{"detail":"Not Found"}')],
    ['fastapi', response(400, 'Server: uvicorn\nContent-Type: text/plain; charset=utf-8', 'Disallowed CORS origin, method')],
    ['flask-cors', response(404, `Server: Werkzeug/3.1.3 Python/3.12.3\n${html}`, '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>')],
    ['django-cors-headers', response(404, `Server: WSGIServer/0.2 CPython/3.12.3\n${html}`, '\n<!doctype html>\n<html lang="en">\n<head>\n  <title>Not Found</title>\n</head>\n<body>\n  <h1>Not Found</h1><p>The requested resource was not found on this server.</p>\n</body>')],
    ['django-cors-headers', response(200, `${json}\nX-Frame-Options: DENY\nReferrer-Policy: same-origin\nCross-Origin-Opener-Policy: same-origin`, '{}')],
    ['spring', response(404, 'Content-Type: application/json', error({ timestamp: '2026-11-21T09:00:00.000+00:00', status: 404, error: 'Not Found', path: '/nothing' }))],
    ['spring', response(200, 'Vary: Origin\nVary: Access-Control-Request-Method\nVary: Access-Control-Request-Headers', '{}')],
    ['spring', response(403, 'Transfer-Encoding: chunked', 'Invalid CORS request')],
    ['gin-cors', response(404, 'Content-Type: text/plain', '404 page not found')],
    ['rs-cors', response(404, `${text}\nX-Content-Type-Options: nosniff`, '404 page not found\n')],
    ['rs-cors', response(204, 'Vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers')],
    ['tower-http', response(200, 'vary: origin, access-control-request-method, access-control-request-headers')],
    ['rack-cors', response(200, 'X-Rack-CORS: miss; no-path')],
    ['rack-cors', response(200, 'X-Request-Id: 9d2c\nX-Runtime: 0.004721')],
    ['aspnet-core', response(200, 'Server: Kestrel')],
    ['nginx', response(502, 'Server: nginx/1.22.1', '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<hr><center>nginx/1.22.1</center>')],
    ['apache', response(404, 'Server: Apache/2.4.62 (Debian)')],
    ['caddy', response(200, 'Server: Caddy')],
  ] as const)('is %s', (library, seen) => {
    expect(detect([seen])).toMatchObject({ library });
  });

  // prettier-ignore
  it.each([
    ['uvicorn, which runs any application', response(404, `Server: uvicorn\n${text}`, 'Not Found')],
    ['an error that many servers write', response(404, text, 'Not Found')],
    ['a 404 of JSON that is no known shape', response(404, json, '{"error":"not found"}')],
    ['a page that quotes another error', response(200, html, '{"detail":"Not Found"} is what FastAPI sends')],
    ['Next.js', response(200, 'X-Powered-By: Next.js')],
    ['JSON that does not end', response(404, json, '{"detail":')],
  ] as const)('is not known of %s', (_, seen) => {
    expect(detect([seen])).toBeNull();
  });
});

it('prefers the application to the proxy in front of it, and names both', () => {
  const proxied = response(404, 'Server: nginx/1.22.1', error({ detail: 'Not Found' }));
  const broken = response(502, 'Server: nginx/1.22.1', '<hr><center>nginx/1.22.1</center>');
  expect(detect([broken, proxied])).toEqual({
    library: 'fastapi',
    because: "the shape of FastAPI's errors, behind nginx",
    alternative: 'nginx',
  });
});

describe('a proxy that sets the CORS headers itself', () => {
  const allow = 'Access-Control-Allow-Origin: https://app.example.com';
  const express = response(200, `Server: nginx\nX-Powered-By: Express\n${allow}`);
  const page = '<hr><center>nginx/1.22.1</center>';

  it('is seen by them on its own error page', () => {
    const proxied = response(404, `Server: nginx\n${allow}`, error({ detail: 'Not Found' }));
    const own = response(502, `Server: nginx\n${allow}`, page);
    expect(detect([proxied, own])).toEqual({
      library: 'nginx',
      because: 'CORS headers on an error page of nginx, in front of fastapi',
    });
  });

  it('is seen by them where a header is missing that the application always sends', () => {
    expect(detect([express, response(204, `Server: nginx\n${allow}`)])).toMatchObject({ library: 'nginx' });
  });

  it('is not seen where its own responses have none: then either may set them', () => {
    expect(detect([express, response(204, 'Server: nginx'), response(502, 'Server: nginx', page)])).toEqual({
      library: 'express-cors',
      because: 'X-Powered-By: Express, behind nginx',
      alternative: 'nginx',
    });
  });
});

it('takes the most certain of several clues', () => {
  const powered = response(200, 'X-Powered-By: Express');
  const page = response(404, json, error({ message: 'Cannot GET /x', error: 'Not Found', statusCode: 404 }));
  expect(detect([powered, page])).toMatchObject({ library: 'nestjs' });
});

describe('the library of an implementation', () => {
  it.each([
    [{ framework: 'Express', middleware: 'cors' }, 'express-cors'],
    [{ framework: 'FastAPI', middleware: 'starlette.middleware.cors' }, 'fastapi'],
    [{ framework: 'Flask', middleware: 'Flask-CORS' }, 'flask-cors'],
    [{ framework: 'node:http', middleware: 'none' }, 'hand-written'],
  ])('is what its server.json says', (implementation, library) => {
    const nginx = response(200, 'Server: nginx');
    expect(detect([nginx], implementation)).toMatchObject({ library });
  });

  it('is looked for in its responses where its server.json names none that is known', () => {
    const implementation = { framework: 'hapi', middleware: 'hapi' };
    expect(detect([], implementation)).toBeNull();
    expect(detect([response(200, 'X-Powered-By: Express')], implementation)).toMatchObject({
      library: 'express-cors',
    });
  });
});
