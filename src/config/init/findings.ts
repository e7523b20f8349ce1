import type { Cause } from '../../causes/cause.ts';
import { causeOfGrant } from '../../causes/granted.ts';
import type { Policy } from '../../policy/policy.ts';
import type { OriginAnswer } from './asked-url.ts';
import type { Survey } from './survey.ts';

/** What a survey found, as a policy and what is wrong with it. */
export interface Found {
  /** What the server does, without what no policy should allow. */
  readonly policy: Policy;
  /** What is dangerous or wrong in what the server does. */
  readonly dangers: readonly Cause[];
  /** Whether the policy's origins must be filled in: the server does not show which ones it means. */
  readonly unknownOrigins: 'reflected' | 'others' | null;
}

/** An origin that stands for the ones that the owner of a server knows. */
export const placeholderOrigin = 'https://app.example.com';

/** @param given the origins that the user named */
export function findingsOf(survey: Survey, given: readonly string[]): Found {
  const { granted, foreign, likely } = survey;
  if (granted === null)
    return {
      policy: { origins: [] },
      dangers: dangersOf(survey, { origins: [] }),
      unknownOrigins: survey.hasCors ? 'others' : null,
    };
  const isAny = foreign.granted && foreign.allowOrigin === '*';
  const isReflected = foreign.granted && !isAny;
  const allowed = likely.filter((one) => one.granted).map(({ origin }) => origin);
  const named = given.filter((origin) => allowed.includes(origin));
  const origins = isAny ? '*' : isReflected ? (named.length > 0 ? named : [placeholderOrigin]) : allowed;
  const policy: Policy = {
    origins,
    credentials: granted.credentials,
    methods: granted.methods,
    requestHeaders: granted.requestHeaders,
    exposedHeaders: granted.exposedHeaders,
    ...(granted.maxAge === null ? {} : { maxAge: granted.maxAge }),
  };
  const unknownOrigins = isReflected && named.length === 0 ? 'reflected' : null;
  return { policy, dangers: dangersOf(survey, policy), unknownOrigins };
}

function dangersOf({ foreign, nullOrigin, lookalikes, granted }: Survey, policy: Policy): readonly Cause[] {
  const causeOf = ({ origin, allowOrigin, credentials }: OriginAnswer, isForeign: boolean): Cause =>
    causeOfGrant({ origin, allowOrigin, credentials, isForeign }, policy);
  const byCode = new Map<string, Cause>();
  const add = (cause: Cause) => byCode.set(cause.code, byCode.get(cause.code) ?? cause);
  // A server that allows every origin with `*` may mean it; one that reflects every origin allows null as well.
  if (foreign.granted && foreign.allowOrigin !== '*') add(causeOf(foreign, true));
  if (nullOrigin.granted && !foreign.granted) add(causeOf(nullOrigin, false));
  for (const answer of lookalikes) if (answer.granted) add(causeOf(answer, false));
  if (granted?.varies === false && policy.origins !== '*') add({ code: 'vary-missing' });
  return [...byCode.values()];
}
