import { openBrowser, openPage } from './browser.js';
import { takePort } from './ports.js';
import { startDatabase } from './postgres.js';
import { createCleanup } from './processes.js';
import { buildPage, servePage } from './servers.js';

/** What all steps share: the database, the browser, and the page on its port. */
export async function createWorld({ cleanup, print, temporary, ports: wanted, proxy }) {
  // All ports before anything starts, because a taken one ends the example.
  const ports = {
    page: await takePort({ port: wanted.page, option: '--page-port', server: 'the page' }),
    api: await takePort({ port: wanted.api, option: '--api-port', server: 'the API' }),
    site: await takePort({ port: wanted.site, option: '--site-port', server: 'the reverse proxy of step 6' }),
  };
  const apiUrl = `http://localhost:${ports.api}`;
  const say = (text) => print.line(text);
  const database = await startDatabase({ cleanup, temporary, say });
  const pageFolder = await buildPage({ temporary, apiUrl, name: 'page' });
  const page = await servePage({ cleanup, outDir: pageFolder, port: ports.page });
  const browser = await openBrowser(cleanup);
  say(`Page: ${page.url}, built by Vite for the API at ${apiUrl}`);
  say(`Browser: Chromium ${browser.version()}`);
  let stopServers = () => Promise.resolve();
  const world = {
    /** What is started in a step is stopped at its end. */
    cleanup,
    print,
    temporary,
    ports,
    proxy,
    database,
    pageFolder,
    apiUrl,
    pageOrigin: page.url,
    /** Where a person would look. */
    shown: page.url,
    /** Opens the page as a new person. */
    visit: (url = page.url) => openPage(world.cleanup, browser, url),
    beginStep() {
      world.cleanup = createCleanup();
      stopServers = cleanup.add(world.cleanup.run);
    },
    endStep: () => stopServers(),
  };
  return world;
}
