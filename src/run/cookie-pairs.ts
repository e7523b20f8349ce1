import type { ReadyTarget } from '../targets/ready-target.ts';

/** The names and values of a target's cookies: those that were given, or one that only tells that it is sent. */
export function cookiePairs({
  cookieName,
  cookies = [[cookieName, 'corspec']],
}: Pick<ReadyTarget, 'cookieName' | 'cookies'>): NonNullable<ReadyTarget['cookies']> {
  return cookies;
}
