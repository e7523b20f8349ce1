import { ranges } from '../src/scenarios/contract-values.ts';
import type { RequestSpec, Scenario, Suite } from '../src/scenarios/scenario.ts';

function part(range: string): RequestSpec {
  return { route: 'media.wav', headers: { Range: range } };
}

const partial =
  'Servers for files respond to Range themselves, with another status and other headers. Players, PDF viewers and map libraries read files in parts.';

const readable: readonly Scenario[] = [
  {
    id: 'media/part',
    title: 'A 206 response to a simple Range is readable without a preflight',
    level: 'required',
    spec: '#simple-range-header-value',
    why: partial,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: part(ranges.first),
    expect: { outcome: 'readable', wire: ['GET'], status: 206 },
  },
  {
    id: 'media/part-xhr',
    title: 'XMLHttpRequest can read a 206 response',
    level: 'required',
    spec: '#simple-range-header-value',
    why: partial,
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: { ...part(ranges.first), client: 'xhr' },
    expect: { outcome: 'readable', wire: ['GET'], status: 206 },
  },
  {
    id: 'media/part-second-origin',
    title: 'A 206 response is readable from another allowed origin',
    level: 'required',
    spec: '#http-responses',
    why: partial,
    from: 'allowed-second',
    when: { policy: { methods: 'GET' } },
    request: part(ranges.first),
    expect: { outcome: 'readable', wire: ['GET'], status: 206 },
  },
  {
    id: 'media/part-with-credentials',
    title: 'A 206 response to a credentialed request is readable',
    level: 'required',
    spec: '#cors-protocol-and-credentials',
    why: partial,
    from: 'allowed',
    when: { policy: { origins: 'listed', credentials: true, methods: 'GET' } },
    request: { ...part(ranges.first), credentials: 'include' },
    expect: { outcome: 'readable', wire: ['GET'], status: 206 },
  },
  {
    id: 'media/unsatisfiable',
    title: 'A 416 response to a range beyond the end of a file is readable',
    level: 'required',
    spec: '#http-responses',
    why: 'Players ask beyond the end when a file became shorter. Without CORS headers, they report a network error.',
    from: 'allowed',
    when: { policy: { methods: 'GET' } },
    request: part(ranges.beyond),
    expect: { outcome: 'readable', wire: ['GET'], status: 416 },
  },
  {
    id: 'media/last-bytes',
    title: 'If the policy allows Range, the last bytes of a file are readable after a preflight',
    level: 'required',
    spec: '#simple-range-header-value',
    why: '`bytes=-10` is not a simple range, so it needs a preflight, which servers for files often do not expect.',
    from: 'allowed',
    when: { policy: { methods: 'GET', requestHeaders: 'Range' } },
    request: part(ranges.last),
    expect: { outcome: 'readable', wire: ['OPTIONS', 'GET'], status: 206 },
  },
  {
    id: 'media/several-parts',
    title: 'If the policy allows Range, a request for several parts is readable after a preflight',
    level: 'required',
    spec: '#simple-range-header-value',
    why: 'The server may send all parts, or the whole file.',
    from: 'allowed',
    when: { policy: { methods: 'GET', requestHeaders: 'Range' } },
    request: part(ranges.several),
    expect: { outcome: 'readable', wire: ['OPTIONS', 'GET'] },
  },
  {
    id: 'media/content-range-exposed',
    title: 'If the policy exposes Content-Range, a script can read which part it got',
    level: 'required',
    spec: '#http-access-control-expose-headers',
    from: 'allowed',
    when: { policy: { methods: 'GET', exposedHeaders: 'Content-Range' } },
    request: part(ranges.first),
    expect: { outcome: 'readable', visible: ['Content-Range'] },
  },
  {
    id: 'media/content-range-hidden',
    title: 'If the policy does not expose Content-Range, a script cannot read it',
    level: 'required',
    spec: '#http-access-control-expose-headers',
    why: 'Content-Length is readable by default since 2021, Content-Range is not.',
    from: 'allowed',
    when: { policy: { methods: 'GET', exposedHeaders: '!Content-Range' } },
    request: part(ranges.first),
    expect: { outcome: 'readable', hidden: ['Content-Range'] },
  },
];

const refused: readonly Scenario[] = [
  {
    id: 'media/several-parts-refused',
    title: 'A request for several parts is blocked by its preflight if the policy does not allow Range',
    level: 'required',
    spec: '#simple-range-header-value',
    from: 'allowed',
    when: { policy: { methods: 'GET', requestHeaders: '!Range' } },
    request: part(ranges.several),
    expect: { outcome: 'blocked', wire: ['OPTIONS'] },
  },
  {
    id: 'media/foreign-part-refused',
    title: 'A part of a file is not readable from an unrelated origin',
    level: 'security',
    spec: '#concept-cors-check',
    impact:
      'Any website can read this server’s files part by part through its visitors’ browsers, although it cannot read them as a whole.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: part(ranges.first),
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'media/foreign-unsatisfiable-refused',
    title: 'A 416 response is not readable from an unrelated origin',
    level: 'recommended',
    spec: '#concept-cors-check',
    why: 'Content-Range of such a response contains the length of the file.',
    from: 'foreign',
    when: { policy: { origins: ['listed', 'none'] } },
    request: part(ranges.beyond),
    expect: { outcome: 'blocked', wire: ['GET'] },
  },
  {
    id: 'media/vary',
    title: 'A 206 response has `Vary: Origin`',
    level: 'recommended',
    spec: '#cors-protocol-and-http-caches',
    why: 'Caches combine parts that they stored, whichever origin they were stored for.',
    from: 'allowed',
    when: { policy: { origins: 'listed' } },
    steps: (['allowed', 'foreign'] as const).map((as) => ({
      request: { ...part(ranges.first), client: 'raw', as },
      expect: { varies: true },
    })),
  },
];

/** Files that are sent in parts. Sound and video that pages embed are in the family of embedded resources. */
export const media: Suite = { id: 'media', title: 'Ranges', scenarios: [...readable, ...refused] };
