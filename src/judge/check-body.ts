import { type CheckInput, type Finding, pass } from './facts.ts';
import { isPreflight, wasHeldBack } from './wire-shape.ts';

/** Cookies are the browser's affair: one that keeps them back leaves the question unasked. */
export function checkCookie({ step, cookieName }: CheckInput): Finding {
  const wanted = step.expect.cookie;
  const actual = step.exchanges.find((exchange) => !isPreflight(exchange));
  if (wanted === undefined || actual === undefined) return pass;
  const sent = actual.request.headers.some(
    ([name, value]) => name.toLowerCase() === 'cookie' && value.includes(`${cookieName}=`),
  );
  if (sent === (wanted === 'sent')) return pass;
  const reason = sent
    ? 'the browser sent a cookie that by the standard it keeps back'
    : 'the browser sends no cookie from this page to this target (third-party cookies, or Secure on plain http), so the question was not asked';
  return { kind: 'void', reason };
}

/** What the body holds. One that was not read to its end may hold it further on. */
export function checkBody(input: CheckInput): Finding {
  const { step } = input;
  const wanted = step.expect.body;
  if (checkCookie(input).kind === 'void') return pass;
  if (
    wanted === undefined ||
    !step.followsContract ||
    step.outcome.kind !== 'response' ||
    wasHeldBack(step.exchanges)
  )
    return pass;
  // Serialisers differ in the white space that they put into JSON.
  const body = (step.outcome.body ?? '').replaceAll(/\s/g, '');
  if (body.includes(wanted)) return pass;
  const { method } = step.request;
  if (step.outcome.incomplete === true)
    return {
      kind: 'void',
      reason: `the body of the response to ${method} was not read to its end, so it is not known whether it holds \`${wanted}\``,
    };
  const advice =
    method === 'OPTIONS'
      ? 'Let the middleware answer preflights alone (OPTIONS with Access-Control-Request-Method).'
      : 'Let the middleware change headers, and not the body.';
  const says = `${method} did not reach the application: its answer does not hold \`${wanted}\`. ${advice}`;
  return { kind: 'fault', fault: { message: says } };
}
