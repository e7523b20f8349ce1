import type { Judged } from '../judge/index.ts';
import type { Need } from '../results/needs.ts';
import type { SkipReason } from './skip-reasons.ts';

/** Why a check has its status. */
type CheckReason = NonNullable<Judged['reason']> | SkipReason;

/** What would make a check applicable; null where nothing does, or another policy alone. */
export function needsOf(reason: CheckReason): Need | null {
  switch (reason.code) {
    case 'no-route':
      return { code: 'route', route: reason.route };
    case 'held-back':
      return { code: 'allow-writes' };
    case 'policy-origins':
      return reason.stated === 'unstated' ? { code: 'policy-field', field: 'origins' } : null;
    case 'policy-credentials':
      return reason.stated === null ? { code: 'policy-field', field: 'credentials' } : null;
    case 'policy-list-unstated':
      return { code: 'policy-field', field: reason.field };
    case 'policy-max-age':
      return reason.stated === null ? { code: 'policy-field', field: 'maxAge' } : null;
    case 'browser-incapable':
      return { code: 'browser' };
    case 'needs-write-counter':
    case 'needs-own-name':
    case 'needs-second-name':
      return { code: 'route-contract' };
    default:
      return null;
  }
}
