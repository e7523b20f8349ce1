// @ts-check
import { Readable } from 'node:stream';
import * as content from '../node/content.js';

/** @typedef {import('express').Express} Express */
/** @typedef {import('express').RequestHandler} RequestHandler */

/**
 * The routes of the contract in Express, in any version of it.
 *
 * @param {typeof import('express')} express
 * @param {RequestHandler} corsMiddleware
 * @returns {Express}
 */
export function createApp(express, corsMiddleware) {
  const app = express();
  // The framework's setting that keeps its error handler from writing to stderr.
  app.set('env', 'test');
  // https://expressjs.com/en/guide/behind-proxies.html
  app.set('trust proxy', 'loopback');
  app.use(corsMiddleware);
  addResource(app);
  addRest(app);
  addBodies(express, app);
  addFiles(express, app);
  addEmbeds(app);
  return app;
}

/** @param {Express} app */
function addResource(app) {
  const resource = content.createResource();
  /** @type {(req: import('express').Request, res: import('express').Response) => void} */
  const handler = (req, res) => {
    res.set(content.resourceHeaders()).json(resource(req.method, req.query['id']));
  };
  app
    .route('/resource')
    .get(handler)
    .post(handler)
    .put(handler)
    .patch(handler)
    .delete(handler)
    .options(handler);
}

/** @param {Express} app */
function addRest(app) {
  app.all('/whoami', (req, res) => {
    res.set('Cache-Control', 'no-store').json(content.whoami(req.get('cookie')));
  });
  app.all('/login', (req, res) => {
    const { body, cookie } = content.login(req.query['value']);
    res.append('Set-Cookie', cookie).json(body);
  });
  app.all('/denied', (_req, res) => {
    res.status(403).json({ error: 'denied' });
  });
  app.all('/crash', () => {
    throw new Error('/crash throws');
  });
  app.all('/private', (req, res) => {
    if (req.get('authorization')) res.json({ private: true });
    else res.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'unauthorized' });
  });
  app.all('/redirect', (req, res) => {
    const { to, status } = content.redirect(req.query['to'], req.query['status']);
    res.redirect(status, to);
  });
  app.all('/stream', (_req, res) => {
    res.type('text/event-stream').set('Cache-Control', 'no-store');
    for (const event of content.events) res.write(`data: ${event}\n\n`);
    res.end();
  });
  app.all('/slow', async (req, res) => {
    res.json(await content.slow(req.query['ms']));
  });
  app.all('/vary', (_req, res) => {
    res.vary('Accept-Encoding').json({ vary: 'Accept-Encoding' });
  });
  app.all('/cacheable', (_req, res) => {
    res.set('Cache-Control', 'max-age=60').json({ cacheable: true });
  });
}

/**
 * The body parser and the limits. Its errors go to the framework's error handler.
 *
 * @param {typeof import('express')} express
 * @param {Express} app
 */
function addBodies(express, app) {
  app.post('/parse', express.json({ limit: content.longestBody }), (req, res) => {
    if (req.is('json')) res.json({ parsed: true });
    else res.status(415).json({ error: 'unsupported media type' });
  });
  app.all('/limited', (_req, res) => {
    const { status, headers } = content.limited;
    res.status(status).set(headers).json({ error: 'too many requests' });
  });
}

/**
 * The framework compares the ETag, redirects to folders, and sends files and their parts.
 *
 * @param {typeof import('express')} express
 * @param {Express} app
 */
function addFiles(express, app) {
  app.all('/conditional', (_req, res) => {
    res.set(content.conditionalHeaders).json({ conditional: true });
  });
  app.use(express.static(content.staticFolder));
  app.get('/media.wav', (_req, res) => {
    res.sendFile('media.wav', { root: content.assetFolder });
  });
  app.all('/raw', (_req, res) => {
    // Methods of Node.js, past `send` and `json` of the framework.
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    for (const event of content.events) res.write(`data: ${event}\n\n`);
    res.end();
  });
  app.all('/download', (_req, res) => {
    const { filename, type, lines } = content.download;
    res.attachment(filename).type(type);
    Readable.from(lines).pipe(res);
  });
}

/** @param {Express} app */
function addEmbeds(app) {
  for (const { path, type, bytes } of content.readAssets()) {
    app.get(path, (_req, res) => {
      res.type(type).send(bytes);
    });
  }
  app.get('/jsonp', (req, res) => {
    const script = content.jsonp(req.query['callback']);
    if (script === null) res.status(400).json({ error: 'callback is not a valid function name' });
    else res.type('text/javascript').send(script);
  });
}
