// @ts-check
import { versionOf } from '../shared/proxy/programs.js';
import { runProxy } from '../shared/proxy/proxy.js';
import { anchored, otherHeaders, unwritable } from '../shared/proxy/recipe.js';

/** @typedef {import('../shared/proxy/proxy.js').Policy} Policy */

const unsupported =
  'Varnish has no CORS and no defaults: without the VCL of the recipe, it sends no CORS headers';

await runProxy({
  versions: { varnish: versionOf(['varnishd', '-V'], /varnish-(\d[\w.]*)/) },
  file: 'default.vcl',
  command: (file, { port, folder }) => [
    'varnishd',
    ...[
      '-F',
      '-j',
      'none',
      '-a',
      `127.0.0.1:${port}`,
      '-f',
      file,
      '-n',
      folder,
      '-s',
      'malloc,16m',
      '-p',
      'vsl_space=1M',
    ],
  ],
  config(policy, { backendPort }) {
    const reason = unwritable(policy, /["\\{}\s]/, 'VCL');
    if (reason !== null) return { unsupported: reason };
    if (policy.origins === undefined) return { unsupported };
    return `vcl 4.1;

backend default {
  .host = "127.0.0.1";
  .port = "${backendPort}";
}

sub vcl_recv {
  if (req.method == "OPTIONS" && req.http.Access-Control-Request-Method) {
    return (synth(204));
  }
}

sub cors {
  ${headers(policy).join('\n  ')}
}

sub vcl_deliver {
  call cors;
}

sub vcl_synth {
  call cors;
  if (resp.status == 204) {
    return (deliver);
  }
}
`;
  },
});

/** @param {Policy} policy */
function headers(policy) {
  const { origins = [], credentials } = policy;
  const requested = 'req.http.Access-Control-Request-Headers';
  const others = otherHeaders(policy, requested).map(
    ([name, value]) => `set resp.http.${name} = ${value === requested ? value : `"${value}"`};`,
  );
  if (origins === '*' && credentials !== true)
    return ['set resp.http.Access-Control-Allow-Origin = "*";', ...others];
  const vary = [
    'if (resp.http.Vary) {',
    '  set resp.http.Vary = resp.http.Vary + ", Origin";',
    '} else {',
    '  set resp.http.Vary = "Origin";',
    '}',
  ];
  if (origins.length === 0) return vary;
  // With credentials, `*` is no wildcard: the origin is reflected, as users do who want it.
  const isAllowed = origins === '*' ? 'req.http.Origin' : `req.http.Origin ~ "${anchored(origins)}"`;
  return [
    `if (${isAllowed}) {`,
    '  set resp.http.Access-Control-Allow-Origin = req.http.Origin;',
    ...others.map((line) => `  ${line}`),
    '}',
    ...vary,
  ];
}
