import { type ProxyAddress, proxyUser } from '../../proxy/index.ts';
import type { BiDiConnection } from '../bidi.ts';
import type { Data } from '../commands.ts';

/** A URL that the proxy refuses, after it has asked for the password. */
const anyUrl = 'http://password.corspec.invalid/';

/**
 * Has the browser learn the password of the proxy, before the first check: the browser keeps it, and sends it with each connection.
 * Requests are intercepted only for this one navigation. While they are, Chromium uses no cache and Firefox sends no preflight.
 * @throws when the remote end has no BiDi, or the browser does not take the password
 */
export async function givePassword(bidi: BiDiConnection | null, { password }: ProxyAddress): Promise<void> {
  if (bidi === null)
    throw new Error(
      'The remote end offers no WebDriver BiDi, which gives the browser the password of the proxy. Use --proxy-address 127.0.0.1:PORT ' +
        'and an SSH tunnel to it',
    );
  const { send, on } = bidi;
  const state = { isAsked: false };
  const credentials = { type: 'password', username: proxyUser, password };
  const events = { events: ['network.authRequired'] };
  await send('session.subscribe', events);
  const silence = on('network.authRequired', (params: Data) => {
    state.isAsked = true;
    const { request } = params['request'] as { request: string };
    // The navigation tells what came of it.
    send('network.continueWithAuth', { request, action: 'provideCredentials', credentials }).catch(
      () => undefined,
    );
  });
  const { intercept } = await send<{ intercept: string }>('network.addIntercept', {
    phases: ['authRequired'],
  });
  const { contexts } = await send<{ contexts: readonly { context: string }[] }>(
    'browsingContext.getTree',
    {},
  );
  try {
    // The proxy answers with 403, which some browsers show and others reject.
    await send('browsingContext.navigate', {
      context: contexts[0]?.context,
      url: anyUrl,
      wait: 'interactive',
    }).catch(() => undefined);
  } finally {
    silence();
    await send('network.removeIntercept', { intercept });
    await send('session.unsubscribe', events);
  }
  if (!state.isAsked)
    throw new Error('The browser did not ask for the password of the proxy: it does not use the proxy');
}
