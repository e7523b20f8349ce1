import { createServer } from 'node:net';

/** An error that a person can do something about: its message is shown without a stack trace. */
export class PlainError extends Error {}

/**
 * The port to use: the one that is asked for if it is free, any free one for 0. "localhost" is ::1 as well, and a browser
 * would reach a server that listens there.
 */
export async function takePort({ port, option, server }) {
  const taken = port === 0 ? await listenOnce(0, '127.0.0.1') : await firstOf(port, ['127.0.0.1', '::1']);
  if (taken !== null) return taken;
  throw new PlainError(
    `Port ${port} is in use, and ${server} needs it. Stop the program that listens on localhost:${port}, or use ` +
      `another port: npm run example -- ${option} 0 (0 stands for any free port).`,
  );
}

async function firstOf(port, hosts) {
  for (const host of hosts) if ((await listenOnce(port, host)) === null) return null;
  return port;
}

/** The port, or null if another program has it. */
function listenOnce(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      // A machine without IPv6 has no ::1.
      else if (host === '::1') resolve(port);
      else if (error.code === 'EACCES')
        reject(new PlainError(`This user must not listen on port ${port}. Use a port above 1023.`));
      else reject(error);
    });
    server.listen({ port, host }, () => {
      const { port: taken } = server.address();
      server.close(() => resolve(taken));
    });
  });
}
