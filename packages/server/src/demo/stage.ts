import type { Batch, StoredEvent } from '@pugmark/store';
import type { Dice } from './dice.ts';

/** Who takes part, and on what. */
export interface Actor {
  deviceId: string;
  userId?: string;
  platform: string;
  facts?: StoredEvent['facts'];
}

/** One visit of an actor, or one run of a server: a stream of numbered events in one session. */
export interface Visit {
  /** Something happens, this many ms after what happened before. */
  after(ms: number, eventName: string, properties?: StoredEvent['properties']): Visit;
  /** From now on the visitor is known. */
  logIn(userId: string): Visit;
  /** The moment, in ms. */
  now(): number;
}

/** Collects what happens in a demonstration. */
export interface Stage {
  enter(actor: Actor, at: number): Visit;
  /** All that happened until a moment, in order, as batches that a store can commit. */
  batches(until: number): Iterable<Batch>;
}

export interface StageParts {
  dice: Dice;
  /** Adds what every event of a plan carries, such as `event_time`. */
  common?(event: StoredEvent): StoredEvent['properties'];
  priority?(eventName: string): string | undefined;
}

/** Of a thousand events so many never arrive, and so many are given up by a full queue, which is reported. */
const LOST = 1.2;
const DROPPED = 0.6;
/** Events in one commit. */
const BATCH = 1000;

/**
 * Everything here is made as trackers and a collector would have made it: streams with numbers, now and then a number
 * that is missing, arrival shortly after the event.
 */
export function createStage({ dice, common, priority }: StageParts): Stage {
  const events: StoredEvent[] = [];
  const dropped: { streamId: string; seq: number; at: number }[] = [];

  const enter = (actor: Actor, at: number): Visit => {
    const streamId = timeId(at, dice);
    const sessionId = actor.platform === 'server' ? 'server' : timeId(at, dice);
    let { userId } = actor;
    let time = at;
    let seq = 0;
    const visit: Visit = {
      after(ms, eventName, properties = {}) {
        time += Math.max(1, Math.round(ms));
        seq++;
        const fate = dice.next() * 1000;
        if (fate < DROPPED) dropped.push({ streamId, seq, at: time });
        if (fate < DROPPED + LOST) return visit;
        const eventTime = new Date(time).toISOString();
        const kind = priority?.(eventName);
        const event: StoredEvent = {
          eventId: timeId(time, dice),
          eventName,
          eventTime,
          clientTime: eventTime,
          receivedAt: new Date(time + Math.round(80 + dice.wait(900))).toISOString(),
          ...(userId === undefined ? {} : { userId }),
          deviceId: actor.deviceId,
          sessionId,
          platform: actor.platform,
          streamId,
          seq,
          ...(kind ? { priority: kind } : {}),
          facts: actor.facts ?? {},
          properties,
          marks: [],
        };
        event.properties = { ...common?.(event), ...properties };
        events.push(event);
        return visit;
      },
      logIn(id) {
        userId = id;
        return visit;
      },
      now: () => time,
    };
    return visit;
  };

  return {
    enter,
    *batches(until) {
      const past = events
        .filter(({ receivedAt }) => Date.parse(receivedAt) <= until)
        .sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
      for (let from = 0; from < past.length; from += BATCH) {
        const batch = past.slice(from, from + BATCH);
        const receivedAt = Date.parse(batch[batch.length - 1]?.receivedAt as string);
        yield { events: batch, dropped: [], rejected: [], receivedAt };
      }
      const reports = dropped.filter(({ at }) => at <= until);
      if (reports[0])
        yield {
          events: [],
          dropped: reports.map(({ streamId, seq }) => ({
            streamId,
            reason: 'overflow',
            ranges: [[seq, seq]],
          })),
          rejected: [],
          receivedAt: until,
        };
    },
  };
}

/** A UUID of version 7 (RFC 9562) of a moment. */
export function timeId(at: number, dice: Dice): string {
  const time = Math.floor(at).toString(16).padStart(12, '0');
  const variant = (8 + dice.whole(0, 3)).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${dice.hex(3)}-${variant}${dice.hex(3)}-${dice.hex(12)}`;
}
