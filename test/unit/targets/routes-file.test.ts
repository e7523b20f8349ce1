import { expect, it } from 'vitest';
import { parseRoutes } from '../../../src/targets/routes-file.ts';

it('takes paths and absolute URLs', () => {
  const routes = { private: '/api/me?x=1', crash: 'https://api.example.test/boom' };
  expect(parseRoutes(JSON.stringify(routes), 'routes.json')).toEqual({ ok: true, value: routes });
});

it.each([
  ['{"privat": "/me"}', 'routes.json:1:2: "privat": unknown route. Did you mean "private"?'],
  ['{"private": "me"}', 'routes.json:1:13: private: "me": expected a path that starts with one slash'],
  ['{"private": "//other.test/me"}', 'private: "//other.test/me": expected a path'],
  ['{"private": "ftp://other.test/me"}', 'or an absolute http or https URL'],
  ['{"private": "/me#top"}', 'fragments are not sent to servers'],
  ['{"private": "https://u:p@other.test/me"}', 'must not contain a user name or password'],
  ['{"private": 3}', 'private: 3: expected a path ("/api/me") or an absolute URL'],
  ['["/me"]', 'expected an object'],
  ['{"private" "/me"}', 'routes.json:1:12: invalid JSON: expected a colon before "\\"/me\\""'],
])('refuses %s', (text, says) => {
  expect(parseRoutes(text, 'routes.json')).toEqual({ ok: false, reason: [expect.stringContaining(says)] });
});

it('tells everything that is wrong at once', () => {
  expect(parseRoutes('{"a": "/", "private": "x"}', 'routes.json')).toMatchObject({
    reason: [expect.any(String), expect.any(String)],
  });
});
