import { readJson } from '../encoding/read-json.js';
import type { SyncStore } from '../platform.js';
import type { CampaignFacts } from '../wire.js';

/** How often the last activity is written for sibling tabs to see, in ms. */
const SAVE_EVERY = 10_000;
/** Longest life of a session, in ms. */
const MAX_AGE = 864e5;

export interface Session {
  readonly id: string;
  /** Facts that every event of the session carries. */
  campaign: CampaignFacts;
  /** Times in ms since 1970. */
  readonly startedAt: number;
  lastSeenAt: number;
}

/**
 * The session as a state machine. States: none, active. Transitions, all taken in `touch`:
 *
 * - none → active: the stored session if it is alive (reload, sibling tab), else a new one;
 * - active → active: less than `sessionTimeout` since the last activity and less than 24 hours
 *   since its start;
 * - active → active (another): a sibling tab began a new one, ours follows;
 * - active → none → active: idle or too old; the store is read first, since a sibling tab may have kept
 *   the session alive.
 *
 * A clock that moved back keeps the session: time that cannot be known never ends one.
 */
export interface SessionKeeper {
  /** Notes activity at `now` and answers the session that it belongs to. */
  touch(now: number): Session;
  /** Ends the session; the next `touch` begins another. */
  reset(): void;
}

/**
 * @param sessionTimeout Idle time that ends a session, in ms.
 * @param landing Where the visitor came from, as this page sees it.
 */
export function createSession(
  settings: SyncStore,
  uuid: () => string,
  sessionTimeout: number,
  landing: CampaignFacts,
): SessionKeeper {
  const write = (session: Session) => settings.set('session', JSON.stringify(session));
  const read = () => readJson<Session>(settings.get('session'));

  const isAlive = (session: Session | undefined, now: number) =>
    session && now - session.lastSeenAt < sessionTimeout && now - session.startedAt < MAX_AGE;

  let current = read();
  let savedAt = 0;
  // A referrer alone is no campaign: it must not wipe the facts that the session began with.
  if (current && Object.keys(landing).some((name) => name !== 'referrer'))
    write({ ...current, campaign: landing });

  return {
    touch(now) {
      if (!isAlive(current, now) || Math.abs(now - savedAt) >= SAVE_EVERY) {
        savedAt = now;
        current = [read(), current].find((session) => isAlive(session, now)) || {
          id: uuid(),
          campaign: landing,
          startedAt: now,
          lastSeenAt: now,
        };
        current.lastSeenAt = now;
        write(current);
      }
      const session = current as Session;
      session.lastSeenAt = now;
      return session;
    },
    reset() {
      current = undefined;
      settings.remove('session');
    },
  };
}
