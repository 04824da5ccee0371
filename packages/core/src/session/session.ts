import { isObject, readJson, writeJson } from '../encoding/json.js';
import { ownKeys } from '../encoding/own-keys.js';
import { toId } from '../event/ids.js';
import type { Clock, SyncStore } from '../platform.js';
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
  touch_(now: number): Session;
  /** Begins another session at `now`, for every tab: none goes back to a session from before. */
  reset_(now: number): void;
  /** The visitor has come in again, at `now`: by another campaign it is another session. */
  land_(landing: CampaignFacts, now: number): void;
  /** The session that runs. */
  id_(now: number): string | undefined;
  /** Another tab has changed the session: ours is read again. */
  reload_(): void;
}

interface SessionParts {
  clock: Pick<Clock, 'now'>;
  settings: SyncStore;
  uuid_: () => string;
  /** Idle time that ends a session, in ms. */
  timeout_: number;
  /** Where the visitor came from, as this page sees it when it begins. */
  landing_: CampaignFacts;
  isPerDay_: boolean;
  isPerCampaign_: boolean;
  /** Called after each write, with which all that the tracker keeps can be looked after. */
  onSaved_(): void;
}

/** The session that is kept, or `undefined` when there is none that makes sense. */
export function readSession(settings: Pick<SyncStore, 'get'>): Session | undefined {
  const kept = readJson<Session>(settings.get('session'));
  if (!isObject(kept)) return undefined;
  const { campaign, startedAt, lastSeenAt } = kept as unknown as Session;
  const id = toId(kept.id);
  return id && startedAt >= 0 && lastSeenAt >= 0
    ? { id, campaign: isObject(campaign) ? campaign : {}, startedAt, lastSeenAt }
    : undefined;
}

export const isSessionAlive = ({ startedAt, lastSeenAt }: Session, now: number, timeout: number): boolean =>
  now - lastSeenAt < timeout && now - startedAt < MAX_AGE;

/** In local time. */
const dayOf = (time: number): string => new Date(time).toDateString();

export function createSession({
  clock,
  settings,
  uuid_,
  timeout_,
  landing_,
  isPerDay_,
  isPerCampaign_,
  onSaved_,
}: SessionParts): SessionKeeper {
  let current = readSession(settings);
  let savedAt = 0;
  let landing = landing_;

  const write = (session: Session) => {
    settings.set('session', writeJson(session));
    onSaved_();
  };
  const begin = (now: number): Session => ({
    id: uuid_(),
    campaign: landing,
    startedAt: now,
    lastSeenAt: now,
  });
  const alive = (session: Session | undefined, now: number) =>
    session &&
    isSessionAlive(session, now, timeout_) &&
    !(isPerDay_ && dayOf(session.startedAt) !== dayOf(now))
      ? session
      : undefined;

  // A referrer alone is no campaign: it must not wipe the facts that the session began with.
  const namesOf = (campaign: CampaignFacts) =>
    ownKeys(campaign).filter((name) => name !== 'referrer') as (keyof CampaignFacts)[];
  const isOther = (next: CampaignFacts, before: CampaignFacts) =>
    namesOf(next)
      .concat(namesOf(before))
      .some((name) => next[name] !== before[name]);

  const reset = (now: number) => {
    current = begin(now);
    savedAt = now;
    write(current);
  };

  if (current && namesOf(landing)[0]) {
    if (isPerCampaign_ && isOther(landing, current.campaign)) reset(clock.now());
    else write({ ...current, campaign: landing });
  }

  return {
    touch_(now) {
      let session = alive(current, now);
      const isDue = !session || Math.abs(now - savedAt) >= SAVE_EVERY;
      if (isDue) session = alive(readSession(settings), now) || session;
      current = session || begin(now);
      current.lastSeenAt = now;
      if (isDue) {
        savedAt = now;
        write(current);
      }
      return current;
    },
    reset_: reset,
    land_(next, now) {
      landing = next;
      const before = current?.campaign || {};
      if (namesOf(next)[0] && isOther(next, before)) reset(now);
    },
    id_: (now) => alive(current, now)?.id,
    reload_() {
      current = readSession(settings) || current;
    },
  };
}
