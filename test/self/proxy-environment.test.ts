import { describe, expect, it } from 'vitest';
import { need } from '../requirements.ts';
import { resultsOf, startCorspec, untilEnded } from './command.ts';

const names = ['http_proxy', 'https_proxy', 'all_proxy', 'ftp_proxy'];
const proxies = Object.fromEntries(
  [...names, ...names.map((name) => name.toUpperCase())].map((name) => [name, 'http://127.0.0.1:9']),
);
const exceptions = { no_proxy: 'example.test', NO_PROXY: 'example.test' };

for (const browser of ['chromium', 'firefox', 'webkit'] as const) {
  const { missing } = await need(browser);
  describe.skipIf(missing)(browser, () => {
    it("does without the proxies of the user's environment", async () => {
      const words = ['run', 'reference', '--policy', 'public', '--browser', browser];
      const only = ['--scenario', 'simple/get-allowed', '--reporter', 'json=-'];
      const ended = await untilEnded(
        startCorspec([...words, ...only], { ...process.env, ...proxies, ...exceptions }),
      );
      expect(ended.status, ended.stderr).toBe(0);
      expect(resultsOf(ended).results.map(({ status }) => status)).toEqual(['pass']);
    });
  });
}
