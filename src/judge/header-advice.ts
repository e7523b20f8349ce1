import type { HeaderFault } from './header-conditions.ts';

const byName: Readonly<Record<string, string>> = {
  status: 'Answer OPTIONS with Access-Control-Request-Method with 200 or 204, whatever else stands in it.',
  vary: "Add to Vary what the handler's own Vary does not have yet, and take nothing out of it.",
  'access-control-allow-origin':
    'Send the one origin that asks and is allowed, or `*`, in one line; to everybody else leave the header out.',
  'access-control-allow-credentials':
    'Send `true` to allowed origins where the policy allows credentials, and otherwise leave the header out.',
  'access-control-allow-methods': 'List the methods of the policy in the middleware.',
  'access-control-allow-headers': 'List the request headers of the policy in the middleware.',
  'access-control-expose-headers': 'List the exposed headers of the policy in the middleware.',
  'access-control-max-age': "Set the middleware's max age to what the policy says.",
  'access-control-allow-private-network':
    'Turn access from public sites to private networks off, unless it is meant: https://wicg.github.io/local-network-access/.',
};

/** What to change so that a header is as it was wanted. A sentence. */
export function adviceForHeader({ name, condition }: HeaderFault): string {
  if ('once' in condition) return 'Have one place alone set it: the middleware, or the proxy in front of it.';
  return byName[name] ?? 'See the exchanges for what the server sent.';
}
