import { join } from 'node:path';
import { corspec } from './corspec.js';
import { takePort } from './ports.js';
import { run } from './processes.js';
import { buildPage, serveOneOrigin, servePage, startApi } from './servers.js';
import { folder, python } from './setup.js';

const json = ['--header', 'Content-Type: application/json'];
const body = ['--data', '{"category": "visits", "value": 3}'];
const requestId = ['--header', 'X-Request-Id: 1'];

const post = ['--method', 'POST', ...json, ...requestId, ...body];

/** What the API intends to allow: the tutorial's configuration, as a policy. */
const policy = ['--credentials', '--methods', '*', '--request-headers', '*'];
/** The same with a list of request headers and a response header that pages may read. */
const listed = ['--credentials', '--methods', '*', '--request-headers', 'content-type,x-request-id'];

/** The steps in their order. Each starts its servers, shows what happens, and leaves its servers running. */
export const steps = [
  { title: 'without the middleware', show: withoutMiddleware },
  { title: 'with the middleware', show: withMiddleware },
  { title: 'credentials with *', show: wildcard },
  { title: 'a forgotten header', show: forgottenHeader },
  { title: 'an error without CORS headers', show: errorWithoutHeaders },
  { title: 'one origin, by a reverse proxy', show: oneOrigin },
  { title: 'curl and a Python client', show: otherClients },
];

async function withoutMiddleware(world) {
  const api = await serve(world, 'without');
  const visitor = await world.visit();
  await show(world, api, 'Open the page: GET /api/v1/stats', () => visitor.open());
  await visitor.fill('visits', 3);
  await show(world, api, 'Save: POST as JSON, which needs a preflight', () => visitor.click('#save'));
  await visitor.fill('form', 1);
  await show(world, api, 'Save as a form: a simple POST', () => visitor.click('#save-form'));
  world.print.note(
    'The browser did not send the JSON, as its preflight failed. CORS does not stop a simple POST: its row is in the database.',
  );
  await explain(world, api.stats, [...post, '--credentials']);
  await check(world, api.stats, policy);
}

async function withMiddleware(world) {
  const api = await serve(world, 'tutorial');
  const visitor = await world.visit();
  await show(world, api, 'Open the page', () => visitor.open());
  await visitor.fill('visits', 3);
  await show(world, api, 'Save: POST as JSON', () => visitor.click('#save'));
  await show(world, api, 'Save again: the browser remembers the preflight', () => visitor.click('#save'));
  await show(world, api, 'Add 1: PUT', () => visitor.click('.change'));
  await show(world, api, 'Delete: DELETE', () => visitor.click('.delete'));
  await show(world, api, 'Log in: a session cookie', () => visitor.click('#log-in'));
  await explain(world, api.stats, [...post, '--credentials', '--allow-writes']);
  await check(world, api.stats, policy);
}

async function wildcard(world) {
  const api = await serve(world, 'wildcard');
  const visitor = await world.visit();
  await show(world, api, 'Open the page, which sends credentials', () => visitor.open());
  await visitor.fill('visits', 3);
  await show(world, api, 'Save: POST as JSON', () => visitor.click('#save'));
  await explain(world, api.stats, ['--credentials']);
  await check(world, api.stats, policy);
  await api.stop();
  await wildcardWithCredentials(world);
}

/** What people try next. The page works then, and so does every other page. */
async function wildcardWithCredentials(world) {
  const api = await serve(world, 'wildcard_with_credentials');
  const visitor = await world.visit();
  await show(world, api, 'Open the page again', () => visitor.open());
  await show(world, api, 'Log in: a session cookie', () => visitor.click('#log-in'));
  const other = await servePage({ ...world, outDir: world.pageFolder, port: await takePort({ port: 0 }) });
  await visitor.page.goto(other.url);
  await visitor.page.locator('#message[data-ended="1"]').waitFor();
  await api.takeRequests();
  const title = `The same person opens a page at ${other.url}, which fetches /api/v1/me`;
  await show(world, api, title, async () => {
    const read = (me) => fetch(me, { credentials: 'include' }).then((response) => response.text());
    const text = await visitor.page.evaluate(read, `${api.url}/api/v1/me`);
    return { message: `reads ${text}`, console: [] };
  });
  await other.stop();
  world.print.note(
    'With credentials, Starlette sends the origin of each request instead of *: every page can read the response.',
  );
  await explain(world, api.stats, ['--credentials']);
  await check(world, api.stats, policy);
}

async function forgottenHeader(world) {
  const api = await serve(world, 'forgotten_header');
  const visitor = await world.visit();
  const opened = await show(world, api, 'Open the page: no request header is needed', () => visitor.open());
  showTotal(world, opened);
  await visitor.fill('visits', 3);
  await show(world, api, 'Save: POST with X-Request-Id', () => visitor.click('#save'));
  await explain(world, api.stats, [...post, '--credentials']);
  const expose = ['--expose', 'x-total-count'];
  await check(world, api.stats, [...listed, ...expose]);
  await api.stop();
  const fixed = await serve(world, 'all_headers');
  const again = await world.visit();
  await again.open();
  await again.fill('visits', 3);
  const saved = await show(world, fixed, 'Open the page again and save', () => again.click('#save'));
  showTotal(world, saved);
}

async function errorWithoutHeaders(world) {
  const api = await serve(world, 'tutorial');
  const visitor = await world.visit();
  await visitor.open();
  await api.takeRequests();
  await show(world, api, 'Average of no rows: the API divides by zero', () => visitor.click('#average'));
  const url = `${api.url}/api/v1/average`;
  await explain(world, url, ['--credentials']);
  await check(world, url, [...policy, '--expect-status', '500']);
  await api.stop();
  const fixed = await serve(world, 'wrapped');
  const again = await world.visit();
  await again.open();
  await fixed.takeRequests();
  await show(world, fixed, 'Average of no rows, again', () => again.click('#average'));
}

async function oneOrigin(world) {
  const api = await serve(world, 'without');
  const outDir = await buildPage({ ...world, apiUrl: '', name: 'page-of-one-origin' });
  const port = world.ports.site;
  const site = await serveOneOrigin({ ...world, outDir, port, apiPort: world.ports.api });
  world.print.server(`${site.title}, ${site.url}, with the page at / and the API at /api/`);
  world.shown = site.url;
  const visitor = await world.visit(site.url);
  await show(world, api, 'Open the page', () => visitor.open());
  await visitor.fill('visits', 3);
  const saved = await show(world, api, 'Save: POST as JSON, with X-Request-Id', () => visitor.click('#save'));
  showTotal(world, saved);
  await show(world, api, 'Add 1: PUT', () => visitor.click('.change'));
  await show(world, api, 'Log in: a session cookie', () => visitor.click('#log-in'));
  await show(world, api, 'Delete: DELETE', () => visitor.click('.delete'));
  const stats = `${site.url}/api/v1/stats`;
  await explain({ ...world, pageOrigin: site.url }, stats, [...post, '--allow-writes']);
  world.print.note(noOtherOrigin);
  await checkClosed(world, stats);
}

async function otherClients(world) {
  const api = await serve(world, 'without');
  const sent = '{"category": "curl", "value": 1}';
  const curl = ['curl', '--silent', '--show-error', '--json', sent, api.stats];
  const client = [python, join(folder, 'client.py'), api.stats];
  // A proxy of the environment is not meant for localhost.
  const options = { env: { NO_PROXY: 'localhost,127.0.0.1', no_proxy: 'localhost,127.0.0.1' } };
  for (const [title, command] of [
    [`curl --json '${sent}' ${api.stats}`, curl],
    [`python client.py ${api.stats}`, client],
  ]) {
    const { status, output } = await run(world.cleanup, command, options).catch((error) => ({
      status: 127,
      output: error.code === 'ENOENT' ? `${command[0]} is not installed.` : error.message,
    }));
    world.print.command({ command: title, status, output: output.trim() });
  }
  world.print.requests(await api.takeRequests());
  world.print.rows(await world.database.rows());
  world.print.note('The same request from a page is blocked, by its browser:');
  await explain(world, api.stats, ['--method', 'POST', ...json, ...body]);
  world.print.note(noOtherOrigin);
  await checkClosed(world, api.stats);
}

const noOtherOrigin =
  'Where no page of another origin is to have access, no CORS header is right. That is the policy "closed":';

async function serve(world, variant) {
  const api = await startApi(world, variant);
  world.print.server(`uvicorn variants:${variant}, ${api.url}`);
  return api;
}

/** Does something on the page, and shows the page, its console, the requests of the API, and the rows. */
async function show({ print, database }, api, title, act) {
  print.action(title);
  const seen = await act();
  print.page(seen);
  print.requests(await api.takeRequests());
  print.rows(await database.rows());
  return seen;
}

function showTotal({ print }, { total }) {
  print.labelled('total', `X-Total-Count in the page: ${total}`);
}

/** With --allow-writes, corspec sends the request itself as well, after its preflight. */
async function explain({ cleanup, print, pageOrigin, database }, url, words) {
  print.command(await corspec(cleanup, ['explain', url, '--origin', pageOrigin, ...words]));
  if (words.includes('--allow-writes')) print.rows(await database.rows());
}

const check = (world, url, words) => runCorspec(world, url, ['--origin', world.pageOrigin, ...words]);
const checkClosed = (world, url) => runCorspec(world, url, ['--policy', 'closed']);

async function runCorspec({ cleanup, print, database }, url, words) {
  const before = await database.rows();
  print.command(await corspec(cleanup, ['run', url, ...words]));
  const added = (await database.rows()).length - before.length;
  const count = added === 0 ? 'no new rows' : `${added} new ${added === 1 ? 'row' : 'rows'}`;
  print.labelled('database', `${count}: corspec does not write without --allow-writes`);
}
