import { expect, it } from 'vitest';
import { browserEnvironment, installEnvironment } from '../../../src/system/environment.ts';

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

it('an install command is not told what npx or npm run works on, and keeps the settings', () => {
  const project = {
    npm_package_json: '/project/package.json',
    npm_lifecycle_event: 'npx',
    npm_command: 'exec',
    npm_config_global: 'true',
    npm_config_workspace: 'app',
    npm_config_local_prefix: '/project',
    NPM_CONFIG_PACKAGE_LOCK: 'false',
    INIT_CWD: '/project',
  };
  const kept = {
    PATH: '/usr/bin',
    npm_config_registry: 'http://127.0.0.1:4873/',
    npm_config_cache: '/cache',
    npm_config_ignore_scripts: 'true',
  };
  expect(installEnvironment({ ...project, ...kept })).toEqual(kept);
});
