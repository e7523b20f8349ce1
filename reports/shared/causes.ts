import { packageHomepage } from '../../src/package.ts';
import type { RawHeader } from '../../src/results/exchange.ts';
import type { CauseSummary } from '../../src/results/results.ts';

/** The page about a cause in the documentation. */
export function causePage(code: string): string {
  return `${packageHomepage.replace(/#.*$/, '')}/blob/main/docs/causes/${encodeURIComponent(code)}.md`;
}

/** The exchange of a cause, with the header lines that a report shows. */
export interface CauseExchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: readonly RawHeader[];
  /** Absent: no response. */
  readonly response?: {
    readonly status: number;
    readonly headers: readonly RawHeader[];
    /** Whether it has no Access-Control-Allow-Origin, which a reader looks for first. */
    readonly isWithoutAllowOrigin: boolean;
  };
}

/** The header lines of an exchange that CORS concerns. Cookies are not shown. */
export function exchangeOf({ request, response }: NonNullable<CauseSummary['exchange']>): CauseExchange {
  return {
    method: request.method,
    url: request.url,
    requestHeaders: request.headers.filter(([name]) => name.toLowerCase() !== 'cookie'),
    ...(response && {
      response: {
        status: response.status,
        headers: response.headers.filter(isCors),
        isWithoutAllowOrigin: !response.headers.some(isAllowOrigin),
      },
    }),
  };
}

function isCors([name]: RawHeader): boolean {
  return /^(access-control-|vary$|location$|www-authenticate$)/i.test(name);
}

function isAllowOrigin([name]: RawHeader): boolean {
  return name.toLowerCase() === 'access-control-allow-origin';
}
