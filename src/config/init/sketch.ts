import { isAbsent } from '../../http1/status.ts';
import type { RawHeader } from '../../results/exchange.ts';
import type { Endpoint } from '../openapi/endpoints.ts';
import { AskedUrl, tokens } from './asked-url.ts';
import { originsToAsk, type SurveyOptions } from './survey.ts';

/** Few requests, which show whether a path has the CORS configuration of another one. */
export interface Sketch {
  /** The same for paths that answer alike. */
  readonly key: string;
  readonly requests: number;
}

export async function sketch(
  { endpoint, url, status }: { readonly endpoint: Endpoint; readonly url: string; readonly status: number },
  options: SurveyOptions,
): Promise<Sketch> {
  const server = new AskedUrl(url, options);
  const origins = originsToAsk(url, options.origins);
  const answers = [];
  for (const origin of origins) answers.push(await server.origin(origin));
  const asker = answers.find(({ granted }) => granted)?.origin ?? origins[0] ?? 'null';
  const announced = await server.announced(asker);
  const response = await server.get([['Origin', asker]]);
  const own = typeof response === 'string' ? [] : response.headers;
  const key = JSON.stringify([
    status < 400,
    isAbsent(status) && endpoint.methods.includes('GET'),
    answers.map(({ origin, granted, allowOrigin, credentials }) => [granted, allowOrigin === origin || allowOrigin, credentials]), // prettier-ignore
    announcing.map((name) => sorted(announced, name)),
    responding.map((name) => sorted(own, name)),
  ]);
  return { key, requests: server.requests };
}

const announcing = ['access-control-allow-methods', 'access-control-allow-headers', 'access-control-max-age'];
const responding = ['access-control-expose-headers', 'vary'];

function sorted(headers: readonly RawHeader[], name: string): readonly string[] {
  return tokens(headers, name)
    .map((one) => one.toLowerCase())
    .sort();
}
