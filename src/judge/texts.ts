import { printable } from '../text/printable.ts';
import { textFrom, type Texts } from '../text/coded.ts';
import { faultTexts } from './fault-texts.ts';
import { headerFaultText } from './header-texts.ts';
import type { HarnessError, InconclusiveReason, Reason, ReportedFacts } from './reasons.ts';

/** The message of a result, safe to print. */
export function reasonText(reason: Reason): string {
  return printable(textFrom(reasonTexts, reason), { keepNewlines: true });
}

const noVerdict = 'This is not a verdict about CORS.';

const harnessErrorTexts: Texts<HarnessError> = {
  'target-broke': ({ method, url, detail }) =>
    `The target failed on ${method} ${printable(url)}: ${printable(detail)} ${noVerdict}`,
  'rate-limited': ({ status, detail }) =>
    detail === undefined
      ? `The target limits the rate of requests (status ${status}). ${noVerdict}`
      : `The target limits the rate of requests: ${printable(detail)} ${noVerdict}`,
  'not-played': ({ detail }) => detail,
  'judge-failed': ({ detail }) => `corspec failed to judge this check: ${detail}`,
  'no-report': () => 'The page reported nothing about this check.',
  'page-timeout': ({ afterMs, exchanges }) =>
    `The page timed out after ${afterMs} ms (--timeout). ${exchanges === 0 ? 'Nothing was on the wire.' : 'See the exchanges for what was on the wire.'}`,
  'page-ended': () => 'The page ended before it made all its requests.',
  'connection-closed': ({ method, url }) =>
    `The browser closed its connection before the response to ${method} ${printable(url)} arrived, so this check has no verdict.`,
  'writes-unknown': () =>
    `The target did not answer in time when corspec asked for this check's write count. ${noVerdict}`,
  'unbacked-response': ({ method, path }) =>
    `The page reported a response to ${method} ${path} that was never on the wire. ${noVerdict}`,
  'raw-request-failed': ({ method, url, detail }) =>
    `corspec sent a raw ${method} ${url} and could not read a response: ${detail}.`,
  'redirected-elsewhere': ({ method, url, location }) =>
    `The target redirects ${method} ${url} to ${location}. ${new URL(location).origin} is not a target of this run, so corspec sent nothing there, and this check has no verdict. Test that URL instead, or add it as another target of the same run.`,
  'unknown-deviation': ({ deviations, reported }) =>
    `The browser deviates from the standard in a way that is not known, so this check has no verdict. ${sentences(deviations)}${reported.length === 0 ? '' : ` The browser reported: ${reported.join('; ')}`}`,
};

const inconclusiveTexts: Texts<InconclusiveReason> = {
  'cookie-sent': () => 'The browser sent a cookie that, by the standard, it must not send.',
  'cookie-not-sent': () =>
    'The browser sends no cookie from this page to this target (third-party cookies, or Secure on plain http), so the check tests nothing.',
  'body-incomplete': ({ method, expected }) =>
    `The body of the response to ${method} was not read to its end, so it is not known whether it contains \`${expected}\`.`,
  'held-back': ({ method, afterPreflight }) =>
    `${afterPreflight ? 'The preflight passed, and the' : 'The'} browser sent the ${method}; corspec held it back, so what only its response could show is not tested (--allow-writes).`,
  'headers-absent': ({ headers }) => `The response has no ${headers.join(', ')}.`,
  'not-sent': ({ part }) =>
    `There was no ${part === 'preflight' ? 'preflight' : 'request'} to get a response to.`,
  'method-not-supported': ({ method, status }) =>
    `The URL does not support ${method}: the response has status ${status}, without the CORS headers that the page needs. Only its preflight is tested.`,
  'version-not-supported': ({ version, status }) =>
    `The server does not support HTTP/${version} (status ${status}).`,
  'page-cookie': ({ name, isShown }) =>
    `\`document.cookie\` ${isShown ? 'shows' : 'does not show'} the cookie ${name}.`,
  'console-silent': () => "The browser's console does not mention CORS.",
  'preflight-differs': ({ found }) => `In the response to the preflight, ${headerFaultText(found)}`,
  'hidden-by-deviation': ({ deviations }) =>
    `The browser deviates from the standard, so the recorded requests do not show how the server behaves. ${sentences(deviations)}`,
};

const reportedTexts: Texts<ReportedFacts> = {
  'reported-facts': ({ facts }) => facts.join(' '),
};

const reasonTexts: Texts<Reason> = {
  ...faultTexts,
  ...harnessErrorTexts,
  ...inconclusiveTexts,
  ...reportedTexts,
};

function sentences(deviations: readonly { readonly says: string }[]): string {
  return deviations.map(({ says }) => says).join(' ');
}
