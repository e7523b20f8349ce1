import { quote } from '../fetch-standard/index.ts';
import type { Exchange } from '../results/exchange.ts';
import { type Finding, pass, type StepFacts } from './facts.ts';
import { isPreflight } from './wire-shape.ts';

/**
 * Where Access-Control-Allow-Origin depends on who asks, caches have to be told. That it does shows in responses of one
 * URL that differ in it; where it is the same for all, Vary is not needed. `#cors-protocol-and-http-caches`
 */
export function checkVary(steps: readonly StepFacts[]): Finding {
  const asked = steps.filter(({ expect }) => expect.varies === true).flatMap(({ exchanges }) => exchanges);
  const answered = steps
    .flatMap(({ exchanges }) => exchanges)
    .filter(({ response }) => response !== undefined);
  const first = answered[0];
  const other = answered.find((exchange) => allowOrigin(exchange) !== (first && allowOrigin(first)));
  if (first === undefined || other === undefined) return pass;
  const silent = asked.find((exchange) => exchange.response !== undefined && !saysOrigin(exchange));
  if (silent === undefined) return pass;
  const what = isPreflight(silent) ? 'preflight' : silent.request.method;
  return {
    kind: 'fault',
    fault: {
      message:
        `The response to a ${what} ${from(silent)} has ${shown(valueOf(silent, 'vary'), 'Vary')}; wanted: Vary with Origin, ` +
        `as Access-Control-Allow-Origin depends on who asks: ${describe(first)}, ${describe(other)}. ` +
        'Without it a cache gives the response for one origin to another. ' +
        'Have the middleware add Vary: Origin to every response: refused ones, errors, preflights, and those to requests without Origin.',
    },
  };
}

function describe(exchange: Exchange): string {
  const value = allowOrigin(exchange);
  return `${value === null ? 'absent' : quote(value)} ${from(exchange)}`;
}

function from({ request }: Exchange): string {
  const origin = request.headers.find(([name]) => name.toLowerCase() === 'origin')?.[1];
  return origin === undefined ? 'without Origin' : `from ${origin}`;
}

function shown(value: string | null, name: string): string {
  return value === null ? `no ${name}` : `${name}: ${quote(value)}`;
}

function allowOrigin(exchange: Exchange): string | null {
  return valueOf(exchange, 'access-control-allow-origin');
}

function saysOrigin(exchange: Exchange): boolean {
  const members = (valueOf(exchange, 'vary') ?? '').split(',').map((member) => member.trim().toLowerCase());
  return members.includes('origin') || members.includes('*');
}

function valueOf({ response }: Exchange, name: string): string | null {
  const values = response?.headers.filter(([header]) => header.toLowerCase() === name) ?? [];
  return values.length === 0 ? null : values.map(([, value]) => value).join(', ');
}
