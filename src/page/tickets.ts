import { newSecret } from '../system/secret.ts';
import { frameSetPath, pagePath } from './assets.ts';
import type { PageJob } from './job.ts';
import type { FrameSetWork, PageWork } from './work.ts';

/** A document that is served once. */
interface Ticket {
  /** The only origin that it is served to. */
  readonly origin: string;
  readonly path: string;
  readonly work: PageWork | FrameSetWork;
  readonly runsTargetCode: boolean;
}

/** The random id of a ticket, and the URL that serves its document. */
interface Issued {
  readonly id: string;
  readonly url: string;
}

/** The tickets of a page and of the pages in its frames. */
export interface PageTickets {
  readonly page: Issued;
  readonly frames: readonly Issued[];
}

export interface Tickets {
  /** @param key for the messages of the page */
  issue(job: PageJob, key: string): PageTickets;
  /** Returns a ticket and invalidates it; null if it is not valid for this path and origin. */
  take(id: string, path: string, origin: string): Ticket | null;
  /** Invalidates the tickets of a page that were not used. */
  revoke(issued: PageTickets): void;
}

export function createTickets(): Tickets {
  const tickets = new Map<string, Ticket>();

  function issueOne(ticket: Ticket): Issued {
    const id = newSecret();
    tickets.set(id, ticket);
    return { id, url: `${ticket.origin}${ticket.path}?page=${id}` };
  }

  return {
    issue({ origin, checks, concurrency, runsTargetCode, frames }, key) {
      if (frames === undefined) {
        const work = { checks, concurrency, key };
        return { page: issueOne({ origin, path: pagePath, work, runsTargetCode }), frames: [] };
      }
      const framed = frames.map((frame) => {
        const work = { checks: frame.checks, concurrency: 1, parent: origin };
        const { origin: own, runsTargetCode: runsCode } = frame;
        const issued = issueOne({ origin: own, path: pagePath, work, runsTargetCode: runsCode });
        return { issued, page: { url: issued.url, checks: frame.checks.map(({ id }) => id) } };
      });
      const pages = framed.map(({ page }) => page);
      const work: FrameSetWork = { pages, oneOfAnOrigin: runsTargetCode, concurrency, key };
      return {
        page: issueOne({ origin, path: frameSetPath, work, runsTargetCode: false }),
        frames: framed.map(({ issued }) => issued),
      };
    },
    take(id, path, origin) {
      const ticket = tickets.get(id);
      if (ticket?.origin !== origin || ticket.path !== path) return null;
      tickets.delete(id);
      return ticket;
    },
    revoke({ page, frames }) {
      for (const { id } of [page, ...frames]) tickets.delete(id);
    },
  };
}
