import type { StoredEvent } from './event.ts';
import type { IdentityLink } from './ports.ts';

/**
 * Whose data: of a person as the view of events tells it, on all devices; or of one device, whoever used it, as far as
 * it was tracked there.
 */
export type Subject = { personId: string } | { deviceId: string };

/** Whose events are erased. Whoever keeps copies of events erases those that any of the three lists names. */
export interface ErasureScope {
  /** All events of these users. */
  userIds: readonly string[];
  /** All events of these devices. */
  deviceIds: readonly string[];
  /** Single events: those without a user of devices that several people use. At most 10 000 in one erasure. */
  eventIds: readonly string[];
}

/** A tombstone: what the feed tells whoever keeps copies. */
export interface Erasure extends ErasureScope {
  erasureId: string;
  /** ISO 8601. What was tracked before and comes later is refused. */
  erasedAt: string;
}

/** What was done for a person's request; it names nobody. */
export interface ErasureReceipt {
  erasureId: string;
  /** ISO 8601. */
  erasedAt: string;
  removed: {
    events: number;
    /** Links of a device to a user. */
    identities: number;
    /** Streams that no longer tell which device they are of. Their numbers stay, so that nothing shows as lost. */
    streams: number;
  };
}

/** A part of all that is kept of somebody. */
export interface PersonPage {
  /** In the order of their ids. */
  events: StoredEvent[];
  /** On the first page all, else none. */
  identities: IdentityLink[];
  /** For the page after this one; `undefined` on the last one. */
  next?: string;
}

export interface PersonPageOptions {
  /** Where the page before ended: its `next`. */
  after?: string;
  /** Events of a page. */
  limit: number;
}

/** Answers the requests that the law gives people over their data. */
export interface Privacy {
  /**
   * Removes somebody's events and identities, takes the device out of the streams, and leaves a tombstone in the feed.
   * What was tracked before and arrives later is refused as `erased`. Doing it again does no harm.
   */
  erase(subject: Subject): Promise<ErasureReceipt>;
  /** All that is kept of somebody, page by page. */
  exportPerson(subject: Subject, options: PersonPageOptions): Promise<PersonPage>;
}

/** Event ids of one erasure; more are told in further ones. */
const MAX_EVENT_IDS = 10_000;

/** One scope as several, none of which has too many event ids. */
export function divideScope(scope: ErasureScope): ErasureScope[] {
  const parts: ErasureScope[] = [{ ...scope, eventIds: scope.eventIds.slice(0, MAX_EVENT_IDS) }];
  for (let from = MAX_EVENT_IDS; from < scope.eventIds.length; from += MAX_EVENT_IDS) {
    parts.push({ userIds: [], deviceIds: [], eventIds: scope.eventIds.slice(from, from + MAX_EVENT_IDS) });
  }
  return parts;
}
