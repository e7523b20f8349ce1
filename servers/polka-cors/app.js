// @ts-check
import cors from 'cors';
import polka from 'polka';
import { corsOptions } from '../shared/express/cors-options.js';
import { answerWith } from '../shared/node/incoming.js';
import { runImplementation, urlOf, versionsOf } from '../shared/node/program.js';
import { createAnswers } from '../shared/node/respond.js';

await runImplementation({
  versions: versionsOf('polka', 'cors'),
  build(policy) {
    const app = createApp(Object.keys(policy).length === 0 ? cors() : cors(corsOptions(policy)));
    return async () => {
      app.listen(0, '127.0.0.1');
      if (app.server === undefined) throw new Error('polka has no server after listen()');
      return urlOf(app.server);
    };
  },
});

/** @param {ReturnType<typeof cors>} corsMiddleware */
function createApp(corsMiddleware) {
  // It has no setting for X-Forwarded-*: nothing in it depends on the scheme or the host of a request.
  const app = polka({
    onError: (error, _request, response) => {
      response.writeHead('code' in error ? Number(error.code) : 500).end('error');
    },
  });
  app.use(corsMiddleware);
  const answers = createAnswers();
  for (const [path, route] of answers) {
    // A route stands for its path with and without a slash at the end. A rejected promise does not reach `onError`.
    app.all(path, (request, response, next) =>
      answerWith(answers.get(request.path) ?? route, request, response).catch(next),
    );
  }
  return app;
}
