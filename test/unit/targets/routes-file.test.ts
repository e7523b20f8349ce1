import { expect, it } from 'vitest';
import { parseRoutes } from '../../../src/targets/routes-file.ts';

it('takes paths and absolute URLs', () => {
  const routes = { private: '/api/me?x=1', crash: 'https://api.example.test/boom' };
  expect(parseRoutes(JSON.stringify(routes), 'routes.json')).toEqual({ ok: true, routes });
});

it.each([
  ['{"privat": "/me"}', 'routes.json:1:2: "privat": there is no such route. Did you mean "private"?'],
  ['{"private": "me"}', 'routes.json:1:13: private: "me": write a path that begins with one slash'],
  ['{"private": "//other.test/me"}', 'private: "//other.test/me": write a path'],
  ['{"private": "ftp://other.test/me"}', 'or an absolute http or https URL'],
  ['{"private": "/me#top"}', 'a fragment never reaches a server'],
  ['{"private": "https://u:p@other.test/me"}', 'no user name and password'],
  ['{"private": 3}', 'private: 3: write a path ("/api/me") or an absolute URL'],
  ['["/me"]', 'routes are an object'],
  ['{"private" "/me"}', 'routes.json:1:12: this is not JSON: expected a colon before "\\"/me\\""'],
])('refuses %s', (text, says) => {
  expect(parseRoutes(text, 'routes.json')).toEqual({ ok: false, problems: [expect.stringContaining(says)] });
});

it('tells everything that is wrong at once', () => {
  expect(parseRoutes('{"a": "/", "private": "x"}', 'routes.json')).toMatchObject({
    problems: [expect.any(String), expect.any(String)],
  });
});
