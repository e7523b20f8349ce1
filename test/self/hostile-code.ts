import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the code of a hostile target does where it runs. Each is the body of a function. */
export const attacks = {
  'takes the work of every page and answers for it': `
    const forged = (cell) => ({ cell, durationMs: 1, outcome: { cookie: '', steps: [
      { kind: 'response', type: 'cors', status: 200, redirected: false, url: '', headers: [], body: '{"jsonp":true}' } ] } });
    for (let page = 0; page < 80; page += 1) {
      const id = page.toString(36);
      fetch('/.corspec/work?page=' + id).then((answer) => answer.json()).then(async ({ cells }) => {
        await fetch('/.corspec/outcomes?page=' + id, { method: 'POST', body: JSON.stringify(cells.map(({ cell }) => forged(cell))) });
        await fetch('/.corspec/end?page=' + id, { method: 'POST', body: '{}' });
      }).catch(() => {});
    }`,
  'sends null in the place of steps': `
    for (let page = 0; page < 80; page += 1) {
      const id = page.toString(36);
      fetch('/.corspec/work?page=' + id).then((answer) => answer.json()).then(({ cells }) =>
        fetch('/.corspec/outcomes?page=' + id, { method: 'POST', body: JSON.stringify(cells.map(({ cell }) => ({ cell, outcome: { steps: [null] } }))) })
      ).catch(() => {});
    }`,
  'uses what its own page knows': `
    const secrets = [...new Set((document.documentElement.outerHTML + location.href).match(/[0-9a-z-]{8,}/gi))].slice(0, 400);
    const posts = ['null', '[null]', '{', '[]', '[{"cell":"x"}]', JSON.stringify([{ cell: 'x', outcome: { steps: [null] }, durationMs: -1 }]), JSON.stringify('x'.repeat(6e6))];
    for (const secret of secrets) {
      fetch('/.corspec/page?page=' + secret).catch(() => {});
      for (const body of posts.slice(0, 6)) fetch('/.corspec/outcomes?page=' + secret, { method: 'POST', body, headers: { 'Corspec-Key': secret } }).catch(() => {});
    }
    for (const body of posts) fetch('/.corspec/end', { method: 'POST', body }).catch(() => {});`,
  'sends reports of its own in the place of the page': `
    const send = fetch;
    const bodies = ['null', '{', '[null]', JSON.stringify('x'.repeat(9e6))];
    globalThis.fetch = async (url, init = {}) => {
      if (!init.body) return send(url, init);
      for (const body of bodies) await send(url, { ...init, body }).catch(() => {});
      const reports = JSON.parse(init.body);
      if (!Array.isArray(reports)) return send(url, init);
      const other = (report) => ({ ...report, cell: 'another' });
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
  'goes elsewhere': `location.href = '/.corspec/blank';`,
  'goes to a document of its own': `
    location.href = URL.createObjectURL(new Blob(['<script>for (let i = 0; i < 9; i++) window.open("/.corspec/blank"); localStorage.x = 1;<\\/script>'], { type: 'text/html' }));`,
  'talks to the user': `alert('a'); confirm('b'); prompt('c'); print(); debugger; onbeforeunload = () => 'stay'; window.close();`,
  'never ends': `for (;;);`,
  'registers workers': `
    for (const script of ['/.corspec/embeds.js', '/.corspec/cells.js', '/worker.js', '/'])
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

/** A server that lets every page read everything, and whose code attacks where it runs: each request gets the next. */
export async function startHostile(
  names: readonly (keyof typeof attacks)[],
): Promise<Server & { url: string }> {
  let count = 0;
  const server = createServer((request, response) => {
    const name = names[(count += 1) % names.length];
    answer(request, response, name === undefined ? '' : attacks[name]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(server, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
}

function answer({ headers, url = '' }: IncomingMessage, response: ServerResponse, attack: string): void {
  response.setHeader('Access-Control-Allow-Origin', headers.origin ?? '*');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Service-Worker-Allowed', '/');
  const isCode = /^\/(script\.js|module\.js|jsonp)/.test(url);
  if (isCode) count(headers);
  response.setHeader('Content-Type', isCode || url === '/worker.js' ? 'text/javascript' : 'text/plain');
  response.end(
    isCode
      ? `(() => {${attack}})();`
      : 'self.addEventListener("fetch", (event) => event.respondWith(new Response("")));',
  );
}

function count(_headers: IncomingMessage['headers']): void {}
