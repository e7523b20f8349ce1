import { once } from 'node:events';
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the code of a hostile target does where it runs. Each is the body of a function. */
export const attacks = {
  'takes the work of every page and answers for it': `
    const forged = (check) => ({ check, durationMs: 1, outcome: { cookie: '', steps: [
      { kind: 'response', type: 'cors', status: 200, redirected: false, url: '', headers: [], body: '{"jsonp":true}' } ] } });
    for (let page = 0; page < 80; page += 1) {
      const id = page.toString(36);
      fetch('/.corspec/work?page=' + id).then((answer) => answer.json()).then(async ({ checks }) => {
        await fetch('/.corspec/outcomes?page=' + id, { method: 'PUT', body: JSON.stringify(checks.map(({ check }) => forged(check))) });
        await fetch('/.corspec/end?page=' + id, { method: 'PUT', body: '{}' });
      }).catch(() => {});
    }`,
  'sends null in the place of steps': `
    for (let page = 0; page < 80; page += 1) {
      const id = page.toString(36);
      fetch('/.corspec/work?page=' + id).then((answer) => answer.json()).then(({ checks }) =>
        fetch('/.corspec/outcomes?page=' + id, { method: 'PUT', body: JSON.stringify(checks.map(({ check }) => ({ check, outcome: { steps: [null] } }))) })
      ).catch(() => {});
    }`,
  'uses what its own page knows': `
    const secrets = [...new Set((document.documentElement.outerHTML + location.href).match(/[0-9a-z-]{8,}/gi))].slice(0, 400);
    const posts = ['null', '[null]', '{', '[]', '[{"check":"x"}]', JSON.stringify([{ check: 'x', outcome: { steps: [null] }, durationMs: -1 }]), JSON.stringify('x'.repeat(6e6))];
    for (const secret of secrets) {
      fetch('/.corspec/page?page=' + secret).catch(() => {});
      for (const body of posts.slice(0, 6)) fetch('/.corspec/outcomes?page=' + secret, { method: 'PUT', body, headers: { 'Corspec-Key': secret } }).catch(() => {});
    }
    for (const body of posts) fetch('/.corspec/end', { method: 'PUT', body }).catch(() => {});`,
  'sends reports of its own in the place of the page': `
    const send = fetch;
    const bodies = ['null', '{', '[null]', JSON.stringify('x'.repeat(9e6))];
    globalThis.fetch = async (url, init = {}) => {
      if (!init.body) return send(url, init);
      for (const body of bodies) await send(url, { ...init, body }).catch(() => {});
      const reports = JSON.parse(init.body);
      if (!Array.isArray(reports)) return send(url, init);
      const other = (report) => ({ ...report, check: 'another' });
      const lie = (report) => ({ ...report, outcome: { steps: [{ kind: 'error', name: 'Event', message: 'blocked' }] } });
      const response = { kind: 'response', type: 'cors', status: 200, redirected: false, url: '', headers: [], body: '' };
      const more = (report) => ({ ...report, outcome: { steps: [response, response, response] } });
      return send(url, { ...init, body: JSON.stringify([...reports.map(other), null, ...reports.map(more), ...reports.map(lie), ...reports]) });
    };`,
  'changes what scripts are made of': `
    const nothing = () => { throw new Error('no'); };
    XMLHttpRequest.prototype.send = nothing;
    window.postMessage = nothing;
    MessagePort.prototype.postMessage = nothing;
    JSON.stringify = () => 'null';
    JSON.parse = nothing;
    Promise.prototype.then = function () { return new Promise(() => {}); };
    Map.prototype.get = nothing;
    Array.prototype.map = nothing;
    Array.prototype.push = nothing;
    Object.prototype.toJSON = () => null;
    Object.prototype.problem = 'forged';
    Object.prototype.steps = [];
    setTimeout = nothing;`,
  'reaches for other frames': `
    const own = [...document.scripts].map(({ src }) => new URL(src || location.href).searchParams.get('corspec-check'));
    const steps = [{ kind: 'response', type: 'cors', status: 200, redirected: false, url: '', headers: [], body: '' }];
    const forged = [...own, 'another'].map((check) => ({ check, durationMs: 1, outcome: { cookie: '', steps } }));
    const messages = [null, {}, { reports: 1 }, { reports: [null] }, { reports: forged }, { end: null }, { end: { problem: { toString: 1 } } }];
    const around = [parent, ...Array.from({ length: parent.length }, (_, index) => parent[index])].filter((one) => one !== window);
    for (const one of around) {
      for (const message of messages) one.postMessage(message, '*');
      for (const attack of [() => one.document.body.remove(), () => (one.location = 'about:blank'), () => one.stop(), () => one.close()])
        try { attack(); } catch {}
    }`,
  'goes elsewhere': `location.href = '/.corspec/blank';`,
  'goes to a document of its own': `
    location.href = URL.createObjectURL(new Blob(['<script>for (let i = 0; i < 9; i++) window.open("/.corspec/blank"); localStorage.x = 1;<\\/script>'], { type: 'text/html' }));`,
  'talks to the user': `alert('a'); confirm('b'); prompt('c'); print(); debugger; onbeforeunload = () => 'stay'; window.close();`,
  'never ends': `for (;;);`,
  'registers workers': `
    for (const script of ['/.corspec/frame.js', '/.corspec/axios.js', '/worker.js', '/'])
      navigator.serviceWorker?.register(script, { type: 'module', scope: script === '/worker.js' ? '/' : undefined }).catch(() => {});
    try { new SharedWorker('data:text/javascript,for(;;);'); } catch {}
    try { new Worker('data:text/javascript,for(;;);'); } catch {}
    for (const name of ['corspec', 'page']) new BroadcastChannel(name).postMessage([null]);
    localStorage.setItem('x', 'x'.repeat(1e6));
    indexedDB.open('corspec');`,
  'opens windows and frames': `
    for (let i = 0; i < 5; i += 1) {
      window.open('/.corspec/blank', 'corspec' + i);
      const frame = document.createElement('iframe');
      frame.src = '/.corspec/page?page=' + i;
      document.documentElement.append(frame);
    }
    for (let i = 0; i < 200; i += 1) document.cookie = 'flood' + i + '=x; Path=/; Secure; SameSite=None; Domain=' + location.hostname.split('.').slice(-2).join('.');
    document.cookie = 'session=forged; Path=/';
    document.cookie = 'session=forged; Path=/; Domain=' + location.hostname.split('.').slice(-2).join('.');
    if (window.opener) window.opener.location = 'about:blank';
    try { parent.document.body.remove(); } catch {}`,
} as const;

/** The server of a target that attacks, and how often a browser got code of it. */
export interface HostileServer {
  readonly url: string;
  readonly attacked: () => number;
  readonly close: () => void;
}

/**
 * A server that answers as the one behind it, lets every page read everything, and gives browsers its own code in the
 * place of scripts: each attack in turn.
 */
export async function startHostile(
  names: readonly (keyof typeof attacks)[],
  behind: string,
): Promise<HostileServer> {
  let count = 0;
  const server = createServer((request, response) => {
    const isCode = /^\/(script\.js|module\.js|jsonp)/.test(request.url ?? '');
    if (!isCode || request.headers['user-agent']?.includes('Mozilla') !== true) {
      relay(request, response, behind);
      return;
    }
    const name = names[(count += 1) % names.length];
    const code = name === undefined ? '' : attacks[name];
    response.writeHead(200, { ...permissive(request), 'Content-Type': 'text/javascript' });
    response.end(`(() => {${code}})();`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    attacked: () => count,
    close() {
      server.close();
    },
  };
}

function relay(request: IncomingMessage, response: ServerResponse, behind: string): void {
  const { method, headers, url = '/' } = request;
  const sent = httpRequest(new URL(url, behind), { method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...permissive(request) });
    answer.pipe(response);
  });
  sent.on('error', () => response.destroy());
  request.pipe(sent);
}

function permissive({ headers: { origin = '*' } }: IncomingMessage): Readonly<Record<string, string>> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'service-worker-allowed': '/',
  };
}
