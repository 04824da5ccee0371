import { addChange } from '../accounts/add-change.ts';
import { figuresOf, openAccount, type StreamAccount } from '../accounts/stream-account.ts';
import { addAccount, noTotals } from '../accounts/stream-totals.ts';
import { firstIdOf, startOfDay } from '../days.ts';
import type { StoredEvent } from '../event.ts';
import type {
  EventCount,
  EventFilter,
  IdentityLink,
  PlatformTotals,
  RejectedNumber,
  Store,
} from '../ports.ts';
import { createNameBook } from '../summary/names.ts';
import { toReport } from '../summary/stream-report.ts';
import {
  firstOf,
  type IdentitySighting,
  MAX_LINKS,
  type MinuteCount,
  summarise,
} from '../summary/summary.ts';
import { createMemoryFeed } from './followers.ts';
import { createMemoryInventory } from './inventory.ts';
import { createLatestEvents } from './latest-events.ts';
import { createMemoryPrivacy } from './privacy.ts';
import { createRecentMap } from './recent-map.ts';
import { createMemoryRejections } from './rejections.ts';
import { measureStorable } from './storable.ts';

export interface MemoryStoreOptions {
  /**
   * Events to keep. Older ones are forgotten, and no longer recognised when they come again; they stay counted.
   * Default 100 000.
   */
  maxEvents?: number;
  /** Characters of JSON that the kept events may come to. Default 128 Mi. */
  maxBytes?: number;
  /** The clock, in milliseconds. Default `Date.now`. */
  now?: () => number;
}

const MAX_STREAMS = 20_000;
const MAX_DEVICES = 20_000;
/** Names of which minutes are kept one by one. */
const MAX_NAMES = 10_000;
const MAX_MINUTES = 120;

interface Inserted {
  fresh: Set<string>;
  expired: Set<string>;
  erased: Set<string>;
}

interface NameCount {
  eventName: string;
  total: number;
  lastSeen: string;
  minutes: Map<number, number>;
}

/**
 * A store that lives and dies with the process: for tests, demos and short looks. It keeps the latest 100 000 events, and
 * the latest 20 000 streams and devices; sums go on counting what was forgotten.
 *
 * @example
 * const collector = await createCollector({ store: createMemoryStore() });
 */
export function createMemoryStore(options: MemoryStoreOptions = {}): Store {
  const { maxEvents = 100_000, maxBytes = 128 * 1024 * 1024, now = Date.now } = options;
  const latest = createLatestEvents({ maxEvents, maxBytes });
  const names = createNameBook();
  const counts = createRecentMap<string, NameCount>(MAX_NAMES);
  const streams = createRecentMap<string, StreamAccount>(MAX_STREAMS);
  const links = createRecentMap<string, Map<string, IdentityLink>>(MAX_DEVICES);
  let keptFrom = 0;
  let total = 0;
  let nameCount = 0;
  let totals = noTotals();

  const { removeOf, ...rejections } = createMemoryRejections(now);
  const { isErased, ...privacy } = createMemoryPrivacy({
    latest,
    links,
    streams,
    now,
    removeRejected: removeOf,
  });

  /** A UUIDv7 tells its day, for other ids the client's time does. */
  const isExpired = ({ eventId, clientTime }: StoredEvent): boolean =>
    keptFrom > 0 && (eventId[14] === '7' ? eventId < firstIdOf(keptFrom) : Date.parse(clientTime) < keptFrom);

  function insert(events: StoredEvent[], sizes: number[]): Inserted {
    const fresh = new Set<string>();
    const expired = new Set<string>();
    const erased = new Set<string>();
    events.forEach((event, index) => {
      if (fresh.has(event.eventId) || latest.has(event.eventId)) return;
      if (isExpired(event)) {
        expired.add(event.eventId);
        return;
      }
      if (isErased(event)) {
        erased.add(event.eventId);
        return;
      }
      latest.add(event, sizes[index] ?? 0);
      fresh.add(event.eventId);
    });
    return { fresh, expired, erased };
  }

  function count({ eventName, minute, count: added, lastSeen }: MinuteCount): void {
    let known = counts.get(eventName);
    if (!known) {
      known = { eventName, total: 0, lastSeen, minutes: new Map() };
      nameCount++;
    }
    known.total += added;
    known.lastSeen = lastSeen;
    known.minutes.set(minute, (known.minutes.get(minute) ?? 0) + added);
    if (known.minutes.size > MAX_MINUTES) known.minutes.delete(known.minutes.keys().next().value as number);
    counts.set(eventName, known);
    total += added;
  }

  function link({ deviceId, userId, identities, firstSeen, lastSeen }: IdentitySighting): void {
    const users = links.get(deviceId) ?? new Map<string, IdentityLink>();
    const known = users.get(userId);
    if (!known && users.size >= MAX_LINKS) return;
    users.set(userId, {
      deviceId,
      userId,
      identities: firstOf(known?.identities ?? {}, identities),
      firstSeen: known && known.firstSeen < firstSeen ? known.firstSeen : firstSeen,
      lastSeen: known && known.lastSeen > lastSeen ? known.lastSeen : lastSeen,
    });
    links.set(deviceId, users);
  }

  return {
    isInstant: true,

    async commit(batch) {
      const sizes = measureStorable(batch);
      const { fresh, expired, erased } = insert(batch.events, sizes);
      const refusedIds = new Set([...expired, ...erased]);
      const rejected =
        refusedIds.size > 0 ? [...batch.rejected, ...numbersOf(batch.events, refusedIds)] : batch.rejected;
      const summary = summarise({ ...batch, rejected }, fresh, names);
      summary.counts.forEach(count);
      for (const change of summary.streams) {
        const before = streams.get(change.streamId);
        const after = addChange(before ?? openAccount(change.streamId, change.at), change);
        totals = addAccount(totals, before, after);
        streams.set(change.streamId, after);
      }
      summary.identities.forEach(link);
      const refused = batch.events.filter(({ eventId }) => refusedIds.has(eventId)).length;
      const duplicates = batch.events.length - fresh.size - refused;
      return { accepted: fresh.size, duplicates, fresh, expired, erased };
    },

    async events(filter) {
      const found: StoredEvent[] = [];
      let isBefore = filter.before === undefined;
      for (const event of latest.newestFirst()) {
        if (found.length >= filter.limit) break;
        if (isBefore && matches(event, filter)) found.push(event);
        if (event.eventId === filter.before) isBefore = true;
      }
      return found;
    },

    async counts({ sinceMinute, offset, limit }) {
      const sums = new Map<number, number>();
      const all = [...counts.values()].map(({ minutes, ...known }): EventCount => {
        const recent = [...minutes].filter(([minute]) => minute >= sinceMinute);
        for (const [minute, added] of recent) sums.set(minute, (sums.get(minute) ?? 0) + added);
        return { ...known, minutes: recent };
      });
      all.sort((a, b) => b.total - a.total || (a.eventName < b.eventName ? -1 : 1));
      return {
        total,
        names: nameCount,
        minutes: [...sums].sort(([a], [b]) => a - b),
        events: all.slice(offset, offset + limit),
      };
    },

    async streams(limit) {
      const known = [...streams.values()];
      known.sort((a, b) =>
        a.lastSeen === b.lastSeen ? (a.streamId < b.streamId ? -1 : 1) : a.lastSeen < b.lastSeen ? 1 : -1,
      );
      return { total: totals, streams: known.slice(0, limit).map(toReport) };
    },

    async platforms(since) {
      const byPlatform = new Map<string | null, PlatformTotals>();
      for (const account of streams.values()) {
        if (account.lastSeen < since.toISOString()) continue;
        const { platform } = account;
        const sum = byPlatform.get(platform) ?? {
          platform,
          streams: 0,
          received: 0,
          rejected: 0,
          lost: 0,
          dropped: 0,
        };
        const { received, rejected, lost, dropped } = figuresOf(account);
        sum.streams++;
        sum.received += received;
        sum.rejected += rejected;
        sum.lost += lost;
        sum.dropped += dropped;
        byPlatform.set(platform, sum);
      }
      return [...byPlatform.values()].sort((a, b) => b.streams - a.streams).slice(0, 50);
    },

    size: async () => latest.bytes(),

    async prune(before) {
      keptFrom = Math.max(keptFrom, startOfDay(Math.min(before.getTime(), now())));
      const time = new Date(keptFrom).toISOString();
      latest.remove(isExpired);
      const devices = new Set([...latest.newestFirst()].map(({ deviceId }) => deviceId));
      for (const account of [...streams.values()]) {
        if (account.lastSeen < time) streams.delete(account.streamId);
      }
      for (const users of [...links.values()]) {
        for (const { deviceId, userId, lastSeen } of users.values()) {
          if (lastSeen < time && !devices.has(deviceId)) users.delete(userId);
        }
      }
    },

    async identities(deviceId) {
      const users = [...(links.get(deviceId)?.values() ?? [])];
      return users.sort((a, b) => (a.lastSeen < b.lastSeen ? -1 : 1));
    },

    ...createMemoryInventory(latest, now),
    ...createMemoryFeed(latest),
    ...privacy,
    ...rejections,

    source: {
      async *scan(from, to) {
        const [start, end] = [from.getTime(), to.getTime()];
        for (const entry of latest.after(0, maxEvents)) {
          if (entry.kind === 'erasure') continue;
          const { event } = entry;
          const time = Date.parse(event.eventTime);
          if (time >= start && time < end) yield event;
        }
      },
      async accounts(streamIds) {
        return [...streamIds].flatMap((id) => {
          const account = streams.get(id);
          return account ? [toReport(account)] : [];
        });
      },
    },

    async close() {},
  };
}

function numbersOf(events: readonly StoredEvent[], ids: ReadonlySet<string>): RejectedNumber[] {
  return events.flatMap(({ eventId, streamId, seq }) =>
    ids.has(eventId) && streamId && seq ? [{ streamId, seq }] : [],
  );
}

function matches(event: StoredEvent, filter: EventFilter): boolean {
  const { name, device, user, platform, session, stream, text, property, faulty } = filter;
  return (
    (name === undefined || event.eventName === name) &&
    (device === undefined || event.deviceId === device) &&
    (user === undefined || event.userId === user) &&
    (platform === undefined || event.platform === platform) &&
    (session === undefined || event.sessionId === session) &&
    (stream === undefined || event.streamId === stream) &&
    (text === undefined || searchable(event).includes(text.toLowerCase())) &&
    (property === undefined || hasProperty(event, property)) &&
    (!faulty || event.plan !== undefined)
  );
}

function hasProperty(
  { properties }: StoredEvent,
  { name, values }: NonNullable<EventFilter['property']>,
): boolean {
  if (!Object.hasOwn(properties, name)) return false;
  return values === undefined || (values as readonly unknown[]).includes(properties[name]);
}

function searchable({ eventName, deviceId, userId, sessionId, streamId, properties }: StoredEvent): string {
  return [eventName, deviceId, userId, sessionId, streamId, JSON.stringify(properties)]
    .join(' ')
    .toLowerCase();
}
