import { describe, expect, it } from 'vitest';
import { readCurlCommand } from '../../../src/pasted/curl-command.ts';

function read(text: string) {
  const result = readCurlCommand(text);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

function problem(text: string): string {
  const result = readCurlCommand(text);
  return result.ok ? '' : result.reason;
}

/** As Chromium copies it for bash: quotes of bash where the body has a quote of its own. */
const chromium = String.raw`curl 'https://api.example.com/items?a=1&b=2' \
  -X 'PUT' \
  -H 'accept: */*' \
  -H 'accept-language: en-US,en;q=0.9' \
  -H 'content-type: application/json' \
  -b 'session=s3cr3t-session; theme=dark' \
  -H 'origin: https://app.example.com' \
  -H 'priority: u=1, i' \
  -H 'referer: https://app.example.com/' \
  -H 'sec-ch-ua: "Chromium";v="156"' \
  -H 'sec-fetch-mode: cors' \
  -H 'user-agent: Mozilla/5.0' \
  -H 'x-requested-with: XMLHttpRequest' \
  --data-raw $'{"name":"it\'s \u0021 \\\\"}'`;

/** The same for cmd.exe. */
const forCmd = String.raw`curl ^"https://api.example.com/items?a=1^&b=2^" ^
  -X ^"PUT^" ^
  -H ^"accept: */*^" ^
  -H ^"content-type: application/json^" ^
  -b ^"session=s3cr3t-session; theme=dark^" ^
  -H ^"origin: https://app.example.com^" ^
  -H ^"x-requested-with: XMLHttpRequest^" ^
  --data-raw ^"^{^\^"name^\^":^\^"it's ^!^\^"^}^"`;

const put = {
  url: 'https://api.example.com/items?a=1&b=2',
  method: 'PUT',
  origin: 'https://app.example.com',
  headers: [
    ['content-type', 'application/json'],
    ['x-requested-with', 'XMLHttpRequest'],
  ],
  cookies: [
    ['session', 's3cr3t-session'],
    ['theme', 'dark'],
  ],
  credentials: true,
  insecure: false,
  omitted: [],
};

describe('what browsers copy', () => {
  it('is read in the form for bash, with only the headers that the script set', () => {
    expect(read(chromium)).toEqual({
      ...put,
      refererOrigin: 'https://app.example.com',
      data: String.raw`{"name":"it's ! \\"}`,
    });
  });

  it('is read in the form for cmd.exe', () => {
    expect(read(forCmd)).toEqual({ ...put, refererOrigin: null, data: `{"name":"it's !"}` });
    expect(read(forCmd.replaceAll('\n', '\r\n'))).toMatchObject({ url: put.url, method: 'PUT' });
    expect(read('curl ^"http://a.test/^" ^\n --data-raw ^"x^\n\ny^"').data).toBe('x\ny');
  });

  it('is a request without credentials where it has no cookies', () => {
    const { credentials, cookies, method } = read(
      "curl 'https://a.test/' -H 'Origin: https://b.test' --compressed",
    );
    expect({ credentials, cookies, method }).toEqual({ credentials: false, cookies: [], method: 'GET' });
  });

  it('names the headers that a browser adds, and a script may have set', () => {
    const { headers, omitted } = read(
      `curl https://a.test/ -H 'Cache-Control: no-cache' -H 'Pragma: no-cache' -H 'X-A: b'`,
    );
    expect({ headers, omitted }).toEqual({ headers: [['X-A', 'b']], omitted: ['Cache-Control', 'Pragma'] });
  });
});

describe('options of curl', () => {
  it.each([
    ['curl localhost:3000/x', { url: 'http://localhost:3000/x', method: 'GET' }],
    ['$ curl -sSLk -XDELETE https://a.test/', { method: 'DELETE', insecure: true }],
    ['curl -I https://a.test/', { method: 'HEAD' }],
    [
      'curl -d a=1 -d b=2 https://a.test/',
      { method: 'POST', data: 'a=1&b=2', headers: [['Content-Type', 'application/x-www-form-urlencoded']] },
    ],
    [
      'curl -G -d a=1 --data-urlencode "q=x y" https://a.test/?z=0',
      { method: 'GET', url: 'https://a.test/?z=0&a=1&q=x%20y' },
    ],
    [`curl --data-urlencode $'q=\\ud800' https://a.test/`, { data: 'q=%EF%BF%BD' }],
    [
      `curl --json '{"a":1}' https://a.test/`,
      { data: '{"a":1}', headers: [['Content-Type', 'application/json']] },
    ],
    [`curl --data-raw '@handle' https://a.test/`, { data: '@handle' }],
    ['curl -u me:pass https://a.test/', { headers: [['Authorization', 'Basic bWU6cGFzcw==']] }],
    ['curl --oauth2-bearer t0ken https://a.test/', { headers: [['Authorization', 'Bearer t0ken']] }],
    [`curl -H 'X-Gone:' -H 'X-Empty;' https://a.test/`, { headers: [['X-Empty', '']] }],
    ['curl https://a.test/ -o out.json -w "%{http_code}" --max-time 5 | jq .', { url: 'https://a.test/' }],
    ['curl "https://a.test/\\"x\\"" # a comment', { url: 'https://a.test/"x"' }],
    ['curl https://a.test/#top', { url: 'https://a.test/#top' }],
  ])('%s', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });
});

describe('a command that cannot be read names the part', () => {
  it.each([
    ['', 'the text is empty.'],
    ['wget https://a.test/', 'expected a command that begins with curl, found "wget".'],
    ['Invoke-WebRequest -UseBasicParsing', 'This is PowerShell'],
    ['fetch("https://a.test/")', 'Use --fetch'],
    ['curl -H "A: b"', 'the command has no URL.'],
    ["curl 'https://a.test/' \\\n -H 'a: b", 'the quote at line 2, column 5 is not closed'],
    ['curl ^"https://a.test/', 'a quote is not closed'],
    [
      'curl https://a.test/ -H "Authorization: Bearer $TOKEN"',
      '$TOKEN (line 1, column 48) is replaced by a shell',
    ],
    ['curl https://a.test/$(date)', '$(date) (line 1, column 21)'],
    [
      'curl https://a.test/ --compresed',
      'does not know curl\'s option "--compresed". Did you mean "compressed"',
    ],
    ['curl https://a.test/ -W', 'does not know curl\'s option "-W"'],
    ['curl https://a.test/ -X', '-X has no value.'],
    ['curl https://a.test/ -F a=b', '-F: corspec does not make multipart forms'],
    ['curl https://a.test/ -x http://proxy', '-x: corspec connects to the server of the URL itself'],
    ['curl https://a.test/ -d @body.json', '--data "@body.json": corspec does not read files'],
    ['curl https://a.test/ -b jar.txt', '-b is given the name of a file'],
    ['curl https://a.test/?a=1&b=2', 'the command ends at an unquoted &'],
    ["curl 'https://a.test/' ;\ncurl 'https://b.test/'", 'there is more than one command'],
    ['curl https://a.test/ Bearer s3cr3t', 'found 2 more words that belong to no option'],
  ])('%j', (text, says) => {
    expect(problem(text)).toContain(says);
  });

  it('and shows no secret', () => {
    expect(problem('curl https://a.test/ Bearer s3cr3t')).not.toContain('s3cr3t');
    expect(problem('curl https://a.test/ -b s3cr3t')).not.toContain('s3cr3t');
  });
});
