// @ts-check
import { All, Controller, Get, HttpCode, Module, Post, Req, Res, Sse, StreamableFile } from '@nestjs/common';
import { UnsupportedMediaTypeException } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { from } from 'rxjs';
import { corsOptions } from '../shared/express/cors-options.js';
import * as content from '../shared/node/content.js';
import { answerWith, toAsked } from '../shared/node/incoming.js';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';
import { createAnswers } from '../shared/node/respond.js';

/** @typedef {import('express').Request} Request */
/** @typedef {import('express').Response} Response */

await runImplementation({
  versions: versionsOf('@nestjs/core', '@nestjs/platform-express', 'cors'),
  async build(policy) {
    /** @type {import('@nestjs/platform-express').NestExpressApplication} */
    const app = await NestFactory.create(createModule(), { logger: false, abortOnError: false });
    // https://docs.nestjs.com/security/rate-limiting#proxies
    app.set('trust proxy', 'loopback');
    if (Object.keys(policy).length === 0) app.enableCors();
    else app.enableCors(corsOptions(policy));
    app.useBodyParser('json', { limit: content.longestBody });
    app.useStaticAssets(content.staticFolder);
    await app.listen(0, '127.0.0.1');
    return () => urlOf(app.getHttpServer());
  },
});

/** A module with one controller. Decorators are called as functions, which is what TypeScript makes of them. */
function createModule() {
  class Contract {}
  Controller()(Contract);
  addAnswers(Contract);
  addOwn(Contract);
  class App {}
  Module({ controllers: [Contract] })(App);
  return App;
}

/**
 * @param {Function} controller
 * @param {MethodDecorator[]} decorators
 * @param {(req: Request, res: Response) => unknown} handler
 * @param {ParameterDecorator} response `@Res()`, or with `passthrough` where the framework sends what is returned
 */
function addHandler(controller, decorators, handler, response = Res({ passthrough: true })) {
  const { prototype } = controller;
  const name = `handler${Object.getOwnPropertyNames(prototype).length}`;
  const descriptor = { value: handler, writable: true, configurable: true };
  Object.defineProperty(prototype, name, descriptor);
  for (const decorate of decorators) decorate(prototype, name, descriptor);
  Req()(prototype, name, 0);
  response(prototype, name, 1);
}

/** @param {Function} controller */
function addAnswers(controller) {
  const own = ['/parse', '/conditional', '/dir', '/dir/', '/file.txt', '/media.wav', '/stream', '/raw'];
  for (const [path, route] of createAnswers(own)) {
    addHandler(controller, [All(path)], async (req, res) => {
      const { status, headers, chunks } = await route(toAsked(req));
      const { Vary: vary, ...others } = headers;
      if (vary !== undefined) res.vary(vary);
      res.status(status).set(others);
      const [first] = chunks;
      return typeof first === 'object' || chunks.length > 1
        ? new StreamableFile(Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))))
        : first;
    });
  }
}

/**
 * What the framework has its own means for.
 *
 * @param {Function} controller
 */
function addOwn(controller) {
  addHandler(controller, [Post('/parse'), HttpCode(200)], (req) => {
    if (!req.is('json')) throw new UnsupportedMediaTypeException();
    return { parsed: true };
  });
  addHandler(controller, [All('/conditional')], (_req, res) => {
    res.set(content.conditionalHeaders);
    return { conditional: true };
  });
  addHandler(controller, [Sse('/stream')], () => from(content.events.map((data) => ({ data }))));
  addHandler(
    controller,
    [Get('/media.wav')],
    (_req, res) => res.sendFile('media.wav', { root: content.assetFolder }),
    Res(),
  );
  const raw = createAnswers().get('/raw');
  if (raw !== undefined)
    addHandler(controller, [All('/raw')], (req, res) => answerWith(raw, req, res), Res());
}
