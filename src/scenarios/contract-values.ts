import type { Route } from './scenario.ts';

/** Values that the route contract and scenarios share, so that a scenario sends what the contract check has tried. */

/** The ETag of the route `conditional`, which never changes. */
export const stableETag = '"corspec"';

/** As the value of a request header: the ETag of the route. */
export const etagSymbol = '$etag';

/** Bodies for the route `parse`, which parses JSON of at most 16 KiB. */
export const parsedBodies = {
  valid: '{"value": 1}',
  broken: '{"value": ',
  tooLarge: JSON.stringify({ value: 'x'.repeat(20_000) }),
  notJson: 'hello',
} as const;

/** Values of Range for the route `media.wav`, which has more than 100 bytes. */
export const ranges = {
  first: 'bytes=0-9',
  beyond: 'bytes=1000000000-',
  /** Not a simple range, so a script needs permission for it. `#simple-range-header-value` */
  last: 'bytes=-10',
  several: 'bytes=0-9,20-29',
} as const;

/** The handshake of a WebSocket, with the key and its answer of https://www.rfc-editor.org/rfc/rfc6455#section-1.3 */
export const handshake = {
  request: {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  },
  accept: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=',
} as const;

/** The hashes of files in servers/shared/assets, which the routes of these names send. https://w3c.github.io/webappsec-subresource-integrity/ */
export const assetHashes: Readonly<Partial<Record<Route, string>>> = {
  'script.js': 'sha384-ohj9IHgEhSVlFELudH+Zbln35hba3rUBfBZMDbt7R1xLQnXmZ8zSnIAplVleGjsD',
  'module.js': 'sha384-vttBCI3GzjZYy9ObIrczgg7xqy3b5HOcVWpB8B9hRU9LiPlzPN1Qm/6y0Ti2oanK',
  'style.css': 'sha384-hLpDfX27qo/CT2kkmgkMYqLDkMrQ0hF7b+OQfl/WT8wJzEXW0eX+1gTrp3jZ0uJp',
};

/** A hash that no content has, as far as anyone knows. */
export const otherHash = `sha384-${'A'.repeat(64)}`;
