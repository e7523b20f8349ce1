import { expect, it } from 'vitest';
import { causeOfBlock, type StoppedAt } from '../../../src/causes/blocked.ts';
import type { TraceEntry } from '../../../src/fetch-standard/index.ts';

const origin = 'https://app.example.com';
const entry = { step: 'preflight-status' } as TraceEntry;

/** A preflight for a PUT with X-Api-Key, answered with status 400 and these lists. */
function refused(headers: Record<string, string>): StoppedAt {
  return {
    isPreflight: true,
    method: 'PUT',
    origin,
    requested: ['x-api-key'],
    status: 400,
    headers: Object.entries(headers),
  };
}

const lists = {
  'Access-Control-Allow-Origin': origin,
  'Access-Control-Allow-Methods': 'GET, PUT',
  'Access-Control-Allow-Headers': 'Content-Type, X-Api-Key',
};

it.each([
  ['a method that is not listed', { ...lists, 'Access-Control-Allow-Methods': 'GET' }, { code: 'method-not-listed', methods: ['PUT'] }],
  ['a header that is not listed', { ...lists, 'Access-Control-Allow-Headers': 'Content-Type' }, { code: 'header-not-listed', headers: ['x-api-key'] }],
  ['nothing that its lists show', lists, { code: 'preflight-status', status: 400 }],
  ['anything, where `*` is listed', { ...lists, 'Access-Control-Allow-Methods': '*', 'Access-Control-Allow-Headers': '*' }, { code: 'preflight-status', status: 400 }],
  ['another origin', { ...lists, 'Access-Control-Allow-Origin': 'https://admin.example.com', 'Access-Control-Allow-Methods': 'GET' }, { code: 'preflight-status', status: 400 }],
  ['a method, without any CORS header', {}, { code: 'preflight-status', status: 400 }],
] as const)('a preflight with status 400 refuses %s', (_, headers, cause) => {
  expect(causeOfBlock(entry, refused(headers))).toEqual(cause);
}); // prettier-ignore
