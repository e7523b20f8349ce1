import type { IncomingMessage, ServerResponse } from 'node:http';
import { isResponse } from './fetch-listener.ts';
import { HandlerError, type Problems } from './problems.ts';
import type { NodeHandler } from './subject.ts';

/**
 * Serves a handler `(request, response, next)`. A handler that fails, or that calls `next` with an error, gives 500; one
 * that calls `next` gives 404, because nothing follows. Without this, an error would end the process of the tests.
 */
export function nodeListener(handler: NodeHandler, problems: Problems) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fail = (error: unknown) => {
      problems.add(error);
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'Content-Type': 'text/plain' }).end('Internal Server Error');
    };
    const next = (error?: unknown) => {
      if (error !== undefined && error !== null) fail(error);
      else if (!response.headersSent)
        response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not Found');
    };
    try {
      const result = await handler(request, response, next);
      if (isResponse(result) && !response.headersSent) fail(returnedResponse());
    } catch (error) {
      fail(error);
    }
  };
}

function returnedResponse(): HandlerError {
  return new HandlerError(
    'A handler with two or more parameters is called as a Node.js handler (request, response), but it returned a ' +
      'Response. If it is a Fetch handler, pass { fetch: handler }.',
  );
}
