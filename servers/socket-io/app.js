// @ts-check
import { createServer } from 'node:http';
import express from 'express';
import { Server } from 'socket.io';
import { createApp } from '../shared/express/app.js';
import { corsOptions } from '../shared/express/cors-options.js';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';

await runImplementation({
  versions: versionsOf('socket.io', 'engine.io', 'cors'),
  build(policy) {
    const server = createServer();
    // The option belongs to one path, `/socket.io/` by default: with `/`, it is that of all routes.
    const io = new Server(server, { path: '/', ...corsOption(policy) });
    const app = createApp(express, (_req, _res, next) => {
      next();
    });
    // https://socket.io/docs/v4/middlewares/#compatibility-with-express-middleware
    io.engine.use(
      /**
       * @param {import('express').Request} req
       * @param {import('express').Response} res
       * @param {() => void} next
       */
      (req, res, next) => {
        // Handshakes of WebSocket go on to Socket.IO.
        if (req.headers.upgrade === undefined) app(req, res);
        else next();
      },
    );
    return () => urlOf(server.listen(0, '127.0.0.1'));
  },
});

/**
 * It takes the options of the package cors. Without the option, there is no CORS.
 *
 * @param {import('../shared/node/policy.js').Policy} policy
 */
function corsOption(policy) {
  return Object.keys(policy).length === 0 ? {} : { cors: corsOptions(policy) };
}
