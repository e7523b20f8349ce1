import { type Decision, faulty, inconclusive, pass, type StepInput } from './facts.ts';
import { toFetchRequest } from './to-fetch-request.ts';
import { isPreflight, wasHeldBack } from './wire-shape.ts';

/**
 * A browser that does not send a cookie leaves open how the server treats it. At a URL whose responses are not known, the
 * CORS headers are judged, and they do not depend on the cookie.
 */
export function checkCookie({ step, cookieName }: StepInput): Decision {
  const expected = step.expect.cookie;
  const actual = step.exchanges.find((exchange) => !isPreflight(exchange));
  if (expected === undefined || actual === undefined) return pass;
  const isSent = actual.request.headers.some(
    ([name, value]) => name.toLowerCase() === 'cookie' && value.includes(`${cookieName}=`),
  );
  if (isSent === (expected === 'sent') || (!isSent && !step.followsContract)) return pass;
  return inconclusive({ code: isSent ? 'cookie-sent' : 'cookie-not-sent' });
}

/** What the body contains. One that was not read to its end may contain it further on. */
export function checkBody(input: StepInput): Decision {
  const { step, origin } = input;
  const expected = step.expect.body;
  if (checkCookie(input).kind === 'inconclusive') return pass;
  if (
    expected === undefined ||
    !step.followsContract ||
    step.outcome.kind !== 'response' ||
    wasHeldBack(step.exchanges)
  )
    return pass;
  // Serialisers differ in the white space that they put into JSON.
  const body = (step.outcome.body ?? '').replaceAll(/\s/g, '');
  if (body.includes(expected)) return pass;
  const { method } = step.request;
  if (step.outcome.incomplete === true) return inconclusive({ code: 'body-incomplete', method, expected });
  return faulty({
    code: 'application-not-reached',
    request: toFetchRequest(step.request, origin),
    expected,
  });
}
