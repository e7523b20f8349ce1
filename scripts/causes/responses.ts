import type { Header } from '../../src/fetch-standard/index.ts';
import { page, type Example, type ExampleResponse } from './example.ts';

/** Header lines that the examples share. */
export const origin: Header = ['Access-Control-Allow-Origin', page];
export const vary: Header = ['Vary', 'Origin'];
export const credentials: Header = ['Access-Control-Allow-Credentials', 'true'];
export const methods: Header = ['Access-Control-Allow-Methods', 'GET, PUT'];

export function answer(status: number, ...headers: readonly Header[]): ExampleResponse {
  return { status, headers };
}

/** A response that allows the page. */
export function allowed(status: number, ...headers: readonly Header[]): ExampleResponse {
  return answer(status, origin, ...headers, vary);
}

/** The server does not know the origin. */
export const noAllowOrigin: Example = { responses: [answer(200, vary)] };
