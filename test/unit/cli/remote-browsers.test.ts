import { describe, expect, it } from 'vitest';
import { resolveRemote, withRemote, withRemoteFinders } from '../../../src/options/remote-browsers.ts';

const byDefault = { kind: 'default' } as const;

describe('--connect and --webdriver', () => {
  it('name the server of a browser', () => {
    const options = { connect: ['chromium=wss://host/a?token=b=c'], webdriver: ['firefox=http://grid:4444'] };
    const { value, problems } = resolveRemote({ ...options, proxyAddress: '10.0.0.5:8899' }, byDefault);
    expect(problems).toEqual([]);
    expect(value).toEqual({
      browsers: [
        { engine: 'chromium', kind: 'playwright', url: 'wss://host/a?token=b=c' },
        { engine: 'firefox', kind: 'webdriver', url: 'http://grid:4444' },
      ],
      proxyAddress: { host: '10.0.0.5', port: 8899 },
    });
  });

  it('are the browsers of the run where --browser names none', () => {
    const { value } = resolveRemote({ connect: ['chromium=ws://host/'] }, byDefault);
    expect(withRemote(byDefault, value)).toEqual({ kind: 'named', ids: ['chromium'] });
    expect(withRemote({ kind: 'all' }, value)).toEqual({ kind: 'all' });
  });

  it('need no browser on this machine', async () => {
    const missing = { find: () => Promise.resolve({ found: false, help: '', looked: [] } as const) };
    const finders = [
      { id: 'chromium', title: 'Chromium', ...missing },
      { id: 'firefox', title: 'Firefox', ...missing },
    ];
    const { value } = resolveRemote({ connect: ['chromium=ws://host/?token=secret'] }, byDefault);
    const found = await Promise.all(withRemoteFinders(finders, value).map(({ find }) => find()));
    expect(found).toEqual([
      { found: true, name: 'Chromium', executable: '', via: 'ws://host' },
      expect.objectContaining({ found: false }),
    ]);
  });

  it.each([
    [['ws://host/'], '--connect "ws://host/": expected BROWSER=URL, such as chromium=ws://127.0.0.1:3000/.'],
    [['crhomium=ws://host/'], 'crhomium'],
    [['model=ws://host/'], 'model'],
    [['chromium=host'], '--connect "chromium=host": not a valid URL. Use one such as ws://127.0.0.1:3000/.'],
    [
      ['chromium=http://host'],
      '--connect "chromium=http://host": expected a URL with ws:// or wss://, such as ws://127.0.0.1:3000/. For a WebDriver server, use --webdriver.',
    ],
    [
      ['chromium=ws://a/', 'chromium=ws://b/'],
      '--connect and --webdriver: chromium has more than one address. Name one; for several machines, use --shard.',
    ],
  ])('%j is a problem', (connect, problem) => {
    const { problems } = resolveRemote({ connect }, byDefault);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  it('are a problem for a browser that --browser does not name', () => {
    const choice = { kind: 'named', ids: ['model'] } as const;
    expect(resolveRemote({ connect: ['chromium=ws://host/'] }, choice).problems).toEqual([
      '--connect chromium=…: --browser does not name chromium. Add it there, or omit --browser.',
    ]);
  });
});

describe('--proxy-address', () => {
  const webdriver = ['firefox=http://grid:4444'];

  it('is needed where a WebDriver server is on another machine, and only there', () => {
    expect(resolveRemote({ webdriver }, byDefault).problems).toEqual([
      expect.stringContaining("the browser at grid:4444 must reach corspec's proxy. Add --proxy-address"),
    ]);
    expect(resolveRemote({ webdriver: ['firefox=http://localhost:4444'] }, byDefault).problems).toEqual([]);
    expect(resolveRemote({ connect: ['chromium=ws://host/'] }, byDefault).problems).toEqual([]);
  });

  it.each([
    ['192.168.1.20', { host: '192.168.1.20', port: 0 }],
    ['runner.example.com:8899', { host: 'runner.example.com', port: 8899 }],
    ['[fd00::1]:8899', { host: 'fd00::1', port: 8899 }],
  ])('can be %s', (proxyAddress, address) => {
    expect(resolveRemote({ webdriver, proxyAddress }, byDefault)).toMatchObject({
      value: { proxyAddress: address },
      problems: [],
    });
  });

  it.each([
    ['', 'expected an address of this machine, HOST or HOST:PORT'],
    ['host:99999', 'expected an address of this machine, HOST or HOST:PORT'],
    ['http://host:1', 'expected an address of this machine, HOST or HOST:PORT'],
    ['0.0.0.0:8899', 'this stands for all addresses'],
    ['[::]:8899', 'this stands for all addresses'],
  ])('%j is a problem', (proxyAddress, problem) => {
    expect(resolveRemote({ webdriver, proxyAddress }, byDefault).problems).toEqual([
      expect.stringContaining(`--proxy-address ${JSON.stringify(proxyAddress)}: ${problem}`),
    ]);
  });

  it('is a problem without a remote browser', () => {
    expect(resolveRemote({ proxyAddress: '10.0.0.5' }, byDefault).problems).toEqual([
      expect.stringContaining('--proxy-address: only remote browsers use it.'),
    ]);
  });
});
