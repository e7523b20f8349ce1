import { expect, it } from 'vitest';
import { browserEnvironment } from '../../../src/system/environment.ts';

it('gives browsers no proxy of the user, in whichever case it is written', () => {
  const proxies = ['http_proxy', 'HTTPS_PROXY', 'all_proxy', 'NO_PROXY', 'Http_Proxy', 'ftp_proxy'];
  const environment = Object.fromEntries(proxies.map((name) => [name, 'http://127.0.0.1:9']));
  expect(browserEnvironment({ ...environment, HOME: '/home/user', PROXY: 'kept', UNSET: undefined })).toEqual(
    {
      HOME: '/home/user',
      PROXY: 'kept',
    },
  );
});
