import { describe, expect, it } from 'vitest';
import { readFetchCall } from '../../../src/pasted/fetch-call.ts';

function read(text: string) {
  const result = readFetchCall(text);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

const chromium = `fetch("https://api.example.com/items", {
  "headers": {
    "accept": "application/json",
    "content-type": "application/json",
    "sec-ch-ua-mobile": "?0"
  },
  "referrer": "https://app.example.com/",
  "body": "{\\"a\\":1}",
  "method": "POST",
  "mode": "cors",
  "credentials": "include"
});`;

const node = `fetch("https://api.example.com/items", {
  "headers": {
    "accept": "*/*",
    "cookie": "session=s3cr3t-session",
    "Referer": "https://app.example.com/"
  },
  "body": null,
  "method": "GET"
});`;

const firefox = `await fetch("https://api.example.com/items", {
    "credentials": "omit",
    "headers": {
        "User-Agent": "Mozilla/5.0",
        "Accept": "*/*",
        "X-Api-Key": "k3y-of-the-api"
    },
    "referrer": "https://app.example.com/",
    "method": "DELETE",
    "mode": "cors"
});`;

describe('what browsers copy', () => {
  it('is read as Chromium copies it', () => {
    expect(read(chromium)).toEqual({
      url: 'https://api.example.com/items',
      method: 'POST',
      origin: 'https://app.example.com',
      refererOrigin: null,
      headers: [
        ['accept', 'application/json'],
        ['content-type', 'application/json'],
      ],
      cookies: [],
      credentials: true,
      data: '{"a":1}',
      insecure: false,
      omitted: [],
    });
  });

  it('is read as Chromium copies it for Node.js, which has no referrer', () => {
    expect(read(node)).toMatchObject({
      method: 'GET',
      origin: null,
      refererOrigin: 'https://app.example.com',
      cookies: [['session', 's3cr3t-session']],
      credentials: true,
      headers: [],
    });
  });

  it('is read as Firefox copies it', () => {
    expect(read(firefox)).toMatchObject({
      method: 'DELETE',
      origin: 'https://app.example.com',
      credentials: false,
      headers: [['X-Api-Key', 'k3y-of-the-api']],
    });
  });
});

it('takes what scripts have: JSON.stringify, Headers, templates, and whatever follows', () => {
  const text =
    "const r = await window.fetch(`https://a.test/x`, { method: 'PUT', headers: new Headers({ 'X-N': 1 }), body: JSON.stringify({ a: [1, -2, null], 'b': `c` }), signal: controller.signal }).then((r) => r.json());";
  expect(read(text)).toMatchObject({
    method: 'PUT',
    headers: [['X-N', '1']],
    data: '{"a":[1,-2,null],"b":"c"}',
  });
  expect(read("fetch('https://a.test/', { headers: [['A', 'b']] })").headers).toEqual([['A', 'b']]);
});

it('runs nothing', () => {
  expect(readFetchCall('fetch("https://a.test/", { method: globalThis.corspecRan = "PUT" })').ok).toBe(false);
  expect('corspecRan' in globalThis).toBe(false);
});

describe('a call that cannot be read names the part', () => {
  it.each([
    ['', 'the text is empty.'],
    ['curl https://a.test/', 'this is a curl command. Use --curl.'],
    [
      'fetch("https://a.test/", {\n  "method": PUT"\n})',
      'this is not valid JavaScript: unterminated string constant at line 2, column 16.',
    ],
    ['axios.get("https://a.test/")', 'there is no call of fetch'],
    ['fetch("https://a.test/"); fetch("https://b.test/")', 'there are 2 calls of fetch'],
    ['fetch()', 'without a URL'],
    ['fetch("/api")', 'the URL "/api" is not an absolute URL'],
    ['fetch(url)', 'the URL contains `url` (line 1, column 7), whose value is known only to the script'],
    ['fetch(`https://a.test/${id}`)', 'the URL contains `id`'],
    ['fetch("https://a.test/", options)', 'the second argument contains `options`'],
    ['fetch("https://a.test/", { ...options })', 'a spread'],
    ['fetch("https://a.test/", { body: new FormData(form) })', '`body` contains `FormData(…)`'],
    [
      'fetch("https://a.test/", { headers: { Authorization: "Bearer s3cr3t" + x } })',
      '`headers` contains an expression (line 1',
    ],
    ['fetch("https://a.test/", { headers: "x" })', '`headers` is not an object'],
    ['fetch("https://a.test/", { credentials: "yes" })', '`credentials` is "yes"'],
    ['fetch("https://a.test/", { mode: "no-cors" })', 'hidden from scripts'],
    ['fetch("https://a.test/", { mode: "navigate" })', 'this is a navigation'],
  ])('%j', (text, says) => {
    const result = readFetchCall(text);
    expect(result.ok ? '' : result.reason).toContain(says);
    expect(JSON.stringify(result)).not.toContain('s3cr3t');
  });
});
