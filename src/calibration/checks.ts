import {
  blockedPorts,
  type CalibrationCase,
  type CalibrationStep,
  loopbackServers,
  places,
  queryMark,
} from '../../fixtures/calibration/index.ts';
import { checkParameter } from '../results/check-parameter.ts';
import type { PageStep } from '../scenarios/page-request.ts';
import type { RecordingProxy } from '../proxy/index.ts';
import type { PlayableCheck } from '../run/check-runner.ts';
import { newSecret } from '../system/secret.ts';
import { type ScriptedServer, scriptParameter } from './scripted-server.ts';

/** A calibration case as a check. */
export interface CalibrationCheck extends PlayableCheck {
  readonly case: CalibrationCase;
}

/** The cookie for a server. Schemes share the cookies of a host, hence two names. */
function cookieNameOf(origin: string): string {
  return origin.startsWith('https:') ? 'corspec' : 'corspec-http';
}

/** Checks for cases, known to the server by their own names. */
export function toChecks(
  cases: readonly CalibrationCase[],
  server: ScriptedServer,
): readonly CalibrationCheck[] {
  return cases.map((item) => {
    const id = newSecret();
    const query = `${scriptParameter}=${id}&${checkParameter}=${id}`;
    server.add(id, item.script, query);
    const steps = item.steps.map((step) => toPageStep(step, query));
    const origin = originOf(steps[0]?.request.url ?? '');
    const target = { origin, cookieName: cookieNameOf(origin) };
    return { id, case: item, origin: item.from, steps, target };
  });
}

function toPageStep({ request, waitMs = 0 }: CalibrationStep, query: string): PageStep {
  return {
    waitMs,
    request: {
      method: 'GET',
      headers: [],
      client: 'fetch',
      mode: 'cors',
      credentials: 'same-origin',
      redirect: 'follow',
      cache: 'default',
      uploadListener: false,
      ...request,
      url: request.url.replaceAll(queryMark, query),
    },
  };
}

/** The origin of a URL; for other schemes than http(s), that of the page's server. */
function originOf(url: string): string {
  const { protocol, origin } = new URL(url);
  return protocol.startsWith('http') ? origin : places.page;
}

/** Declares the one server at all origins of the cases, including blocked ports, to detect requests there. */
export function declarePlaces(proxy: RecordingProxy, server: ScriptedServer): void {
  const upstream = { url: server.url };
  for (const origin of [...Object.values(places), ...loopbackServers]) proxy.addTarget(origin, upstream);
  for (const port of blockedPorts) proxy.addTarget(`${places.apiHttp}:${port}`, upstream);
  proxy.addTarget(`${places.api}:25`, upstream);
}
