import { connect } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { startRecordingProxy } from '../../../src/proxy/index.ts';

/** A TLS connection through the proxy. */
async function open(port: number, session?: Buffer): Promise<TLSSocket> {
  const socket = connect(port, '127.0.0.1');
  socket.write('CONNECT app.example.test:443 HTTP/1.1\r\nHost: app.example.test:443\r\n\r\n');
  await once(socket, 'data');
  const options = { socket, servername: 'app.example.test', rejectUnauthorized: false };
  return connectTls({ ...options, ...(session && { session }) });
}

it('resumes TLS sessions on other connections, so that a browser does not repeat the whole handshake', async () => {
  const proxy = await startRecordingProxy({ serve: () => ({ body: '' }) });
  try {
    proxy.addPages('https://app.example.test');
    const first = await open(proxy.port);
    const [session] = (await once(first, 'session')) as [Buffer];
    expect(first.isSessionReused()).toBe(false);
    const second = await open(proxy.port, session);
    await once(second, 'secureConnect');
    expect(second.isSessionReused()).toBe(true);
    for (const each of [first, second]) each.destroy();
  } finally {
    await proxy.close();
  }
});
