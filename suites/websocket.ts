import { handshake } from '../src/scenarios/contract-values.ts';
import type { OriginSymbol } from '../src/scenarios/origin-symbols.ts';
import type { RequestSpec, Suite } from '../src/scenarios/scenario.ts';

const why =
  'CORS does not apply to WebSockets: browsers send the handshake from every origin, with cookies, and check no header of the response. Only the server can compare Origin with the origins that it allows.';

function open(as: OriginSymbol): RequestSpec {
  return { route: 'websocket', client: 'raw', as, headers: handshake.request };
}

function factsAbout(origin: string) {
  return {
    accepted: `A page at ${origin} can open a WebSocket, with the cookies of its visitor: CORS does not apply to WebSockets. To prevent it, compare Origin with the allowed origins in the handshake.`,
    rejected: `The server rejects a WebSocket of a page at ${origin}, which is safer than CORS requires.`,
  };
}

/** WebSockets, which many owners believe CORS covers. */
export const webSockets: Suite = {
  id: 'websocket',
  title: 'WebSockets',
  scenarios: [
    {
      id: 'websocket/allowed',
      title: 'A WebSocket from an allowed origin opens',
      level: 'informative',
      spec: '#origin-header',
      why: 'A server that compares Origin in the handshake needs the same list of origins as CORS.',
      from: 'allowed',
      request: open('allowed'),
      expect: { status: 101 },
    },
    {
      id: 'websocket/foreign',
      title: 'CORS does not decide whether a WebSocket from an unrelated origin opens',
      level: 'informative',
      spec: '#origin-header',
      why,
      from: 'foreign',
      when: { policy: { origins: ['listed', 'none'] } },
      request: open('foreign'),
      expect: { facts: { upgrade: factsAbout('an unrelated origin') } },
    },
    {
      id: 'websocket/null-origin',
      title: 'CORS does not decide whether a WebSocket from a sandboxed page opens',
      level: 'informative',
      spec: '#origin-header',
      why,
      from: 'foreign',
      when: { policy: { origins: ['listed', 'none'] } },
      request: open('opaque'),
      expect: { facts: { upgrade: factsAbout('the origin `null` (a sandboxed frame)') } },
    },
  ],
};
