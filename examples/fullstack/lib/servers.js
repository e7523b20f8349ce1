import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyHttpProxy from '@fastify/http-proxy';
import fastifyStatic from '@fastify/static';
import fastify from 'fastify';
import { build } from 'vite';
import { start, waitUntil } from './processes.js';
import { folder, python } from './setup.js';

/** uvicorn's line for a request: the method, the path, and the status of the response. */
const accessLine = /"([A-Z]+) (\S+) HTTP\/[\d.]+" (\d+)/;

/** Starts the API with one of the CORS configurations of backend/variants.py. Its requests are read from its log. */
export async function startApi({ cleanup, database, ports, pageOrigin }, variant) {
  const requests = [];
  let marks = 0;
  const words = ['-m', 'uvicorn', `variants:${variant}`, '--host', '127.0.0.1', '--port', String(ports.api)];
  const started = start(cleanup, [python, ...words], {
    cwd: join(folder, 'backend'),
    env: {
      DATABASE_URL: database.url,
      PAGE_ORIGIN: pageOrigin,
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
    },
    onLine(line) {
      const [, method, path, status] = accessLine.exec(line) ?? [];
      if (method !== undefined) requests.push(`${method} ${path} ${status}`);
    },
  });
  const url = `http://localhost:${ports.api}`;
  const isReady = () => Promise.resolve(started.output().includes('Uvicorn running on'));
  await waitUntil(isReady, { started, what: `The API on ${url}` });
  await database.empty();
  return {
    url,
    stats: `${url}/api/v1/stats`,
    /** The requests since the last call. The log arrives later than the response: it is read up to one more request. */
    async takeRequests() {
      const path = `/end-of-log-${(marks += 1)}`;
      await fetch(`http://127.0.0.1:${ports.api}${path}`);
      const mark = `GET ${path} 404`;
      while (!requests.includes(mark)) await new Promise((resolve) => setTimeout(resolve, 5));
      return requests.splice(0, requests.indexOf(mark) + 1).slice(0, -1);
    },
    stop: started.stop,
  };
}

/** Builds the page for an API, as `VITE_API_URL=… vite build` does. */
export async function buildPage({ temporary, apiUrl, name }) {
  const outDir = join(temporary, name);
  await build({
    root: join(folder, 'frontend'),
    configLoader: 'native',
    logLevel: 'warn',
    define: { 'import.meta.env.VITE_API_URL': JSON.stringify(apiUrl) },
    // On a busy machine the bundler prints which of its plugins was slow.
    build: { outDir, emptyOutDir: true, rolldownOptions: { checks: { pluginTimings: false } } },
  });
  return outDir;
}

/** Serves a built page and nothing else. */
export async function servePage({ cleanup, outDir, port }) {
  const app = fastify({ forceCloseConnections: true });
  await app.register(fastifyStatic, { root: outDir });
  await app.listen({ host: '127.0.0.1', port });
  return { url: `http://localhost:${port}`, stop: cleanup.add(() => app.close()) };
}

/** Whether nginx can be started. Debian has it in a folder that is not on the PATH of every user. */
const nginxEnv = { PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin` };
const hasNginx = () =>
  process.platform !== 'win32' &&
  spawnSync('nginx', ['-v'], { env: { ...process.env, ...nginxEnv } }).status === 0;

/** One origin for the page and the API: `/` is the built page, `/api/` goes to the API. */
export async function serveOneOrigin(options) {
  const wanted = options.proxy ?? (hasNginx() ? 'nginx' : 'fastify');
  const server = wanted === 'nginx' ? await withNginx(options) : await withFastify(options);
  return { url: `http://localhost:${options.port}`, ...server };
}

async function withNginx({ cleanup, temporary, outDir, port, apiPort }) {
  const home = join(temporary, 'nginx');
  mkdirSync(home);
  const file = join(home, 'nginx.conf');
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  // One process in the foreground, which ends with the example and runs as its user.
  writeFileSync(
    file,
    `daemon off;
master_process off;
pid "${home}/nginx.pid";
error_log stderr;
events { }
http {
    access_log off;
    types { text/html html; text/javascript js; text/css css; }
${folders.map((name) => `    ${name}_temp_path "${home}/${name}";`).join('\n')}
    server {
        listen 127.0.0.1:${port};
        root "${outDir}";
        location / { try_files $uri /index.html; }
        location /api/ {
            proxy_pass http://127.0.0.1:${apiPort};
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-Proto $scheme;
        }
    }
}
`,
  );
  const command = ['nginx', '-p', home, '-c', file, '-e', 'stderr'];
  const started = start(cleanup, command, { env: nginxEnv });
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitUntil(isReady, { started, what: 'nginx' });
  return { title: 'nginx', stop: started.stop };
}

async function withFastify({ cleanup, outDir, port, apiPort }) {
  const app = fastify({ forceCloseConnections: true });
  await app.register(fastifyStatic, { root: outDir });
  await app.register(fastifyHttpProxy, {
    upstream: `http://127.0.0.1:${apiPort}`,
    prefix: '/api',
    rewritePrefix: '/api',
  });
  await app.listen({ host: '127.0.0.1', port });
  return { title: '@fastify/http-proxy', stop: cleanup.add(() => app.close()) };
}
