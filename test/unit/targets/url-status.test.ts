import { expect, it } from 'vitest';
import { judgeUrlStatus, statusNoteText, statusProblemText } from '../../../src/targets/url-status.ts';

interface Given {
  readonly expected?: number;
  readonly allowWrites?: boolean;
  readonly hasHeaders?: boolean;
  readonly methods?: readonly string[];
  readonly pathParameters?: readonly string[];
}

/** `usable`, or the text of what is wrong or was not tested. */
function told(
  status: number,
  { expected, allowWrites = false, hasHeaders = false, ...given }: Given = {},
): string {
  const judged = judgeUrlStatus(status, { expected, allowWrites, hasHeaders, ...given });
  if (judged.kind === 'unusable') return `unusable: ${statusProblemText(judged.problem)}`;
  return judged.note === undefined ? 'usable' : `usable: ${statusNoteText(judged.note)}`;
}

it.each([200, 204, 206, 301, 302, 304, 307, 308, 429])('plays a URL that answers %i', (status) => {
  expect(told(status)).toBe('usable');
});

it.each([404, 410])('plays nothing where %i shows that the path is wrong', (status) => {
  expect(told(status)).toMatch(
    new RegExp(`^unusable: .*status ${status}: is the path right\\?.*--expect-status ${status}$`),
  );
});

it.each([500, 502, 503, 599])('plays nothing where the server answers %i', (status) => {
  expect(told(status)).toMatch(new RegExp(`^unusable: .*status ${status}: does the server work\\?`));
});

it.each([401, 403])('plays a URL that answers %i, and says what was not tested', (status) => {
  expect(told(status)).toMatch(new RegExp(`^usable: .* GET with ${status}, .*not tested.*--target-header`));
  expect(told(status, { hasHeaders: true })).toMatch(/in spite of --target-header/);
});

it('says of a URL without GET that writes can be tested, unless they are', () => {
  expect(told(405)).toMatch(/^usable: .*--allow-writes to test POST/);
  expect(told(405, { allowWrites: true })).not.toMatch(/--allow-writes/);
});

it('says of another client error that no successful response was tested', () => {
  expect(told(400)).toMatch(/^usable: .* GET with 400, .*not tested/);
});

it.each([200, 302, 401, 404, 405, 500])('takes %i without a word where it is expected', (status) => {
  expect(told(status, { expected: status })).toBe('usable');
});

it.each([
  [200, 401],
  [404, 200],
  [302, 200],
])('plays nothing where %i is not the expected %i, and names both', (status, expected) => {
  expect(told(status, { expected })).toBe(
    `unusable: the response to GET has status ${status}, but --expect-status is ${expected}`,
  );
});

it.each([404, 405, 200])('plays a path that has no GET, whatever it answers to GET: %i', (status) => {
  expect(told(status, { methods: ['DELETE'] })).toBe('usable');
  expect(told(500, { methods: ['DELETE'] })).toMatch(/^unusable/);
});

it('asks for values of the parameters of a path that answers 404', () => {
  expect(told(404, { methods: ['GET'], pathParameters: ['petId'] })).toMatch(
    /^usable: GET has status 404, so only error responses.*parameters: \{ petId: '…' \}/,
  );
});
