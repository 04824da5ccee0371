import type { StoredEvent } from '../event.ts';
import { createDropTotals, sumByReason } from './drop-totals.ts';
import { earlier, later } from './iso-time.ts';
import { createRejections } from './rejections.ts';
import type { EventCount, EventFilter, IdentityLink, Store, StreamReport, StreamsReport } from './store.ts';
import { summarise } from './summary.ts';

export interface MemoryStoreOptions {
  /**
   * Events to keep, and numbers of rejected ones; older ones are forgotten, and no longer recognised when they come
   * again. Default 100 000.
   */
  maxEvents?: number;
}

/**
 * A store that lives and dies with the process: for tests, demos and short looks.
 *
 * @example
 * const collector = await createCollector({ store: createMemoryStore() });
 */
export function createMemoryStore({ maxEvents = 100_000 }: MemoryStoreOptions = {}): Store {
  // A Map keeps the order of arrival and finds by id.
  const events = new Map<string, StoredEvent>();
  const counts = new Map<string, { total: number; lastSeen: string; minutes: Map<number, number> }>();
  const streams = new Map<string, StreamReport>();
  const drops = createDropTotals();
  const rejections = createRejections(maxEvents);
  const identities = new Map<string, IdentityLink>();

  function insert(batch: StoredEvent[]): Set<string> {
    const fresh = new Set<string>();
    for (const event of batch) {
      if (events.has(event.eventId)) continue;
      events.set(event.eventId, event);
      fresh.add(event.eventId);
    }
    while (events.size > maxEvents) events.delete(events.keys().next().value as string);
    return fresh;
  }

  function streamOf(streamId: string, at: string): StreamReport {
    const known = streams.get(streamId);
    if (known) return known;
    const stream: StreamReport = {
      streamId,
      deviceId: null,
      platform: null,
      firstSeen: at,
      lastSeen: at,
      maxSeq: 0,
      received: 0,
      rejected: 0,
      lost: 0,
      dropped: 0,
      drops: {},
    };
    streams.set(streamId, stream);
    return stream;
  }

  return {
    async commit(batch) {
      const fresh = insert(batch.events);
      const summary = summarise(batch, fresh);
      for (const { eventName, minute, count, lastSeen } of summary.counts) {
        const known = counts.get(eventName) ?? { total: 0, lastSeen, minutes: new Map() };
        counts.set(eventName, known);
        known.total += count;
        known.lastSeen = later(known.lastSeen, lastSeen);
        known.minutes.set(minute, (known.minutes.get(minute) ?? 0) + count);
        if (known.minutes.size > 120) known.minutes.delete(known.minutes.keys().next().value as number);
      }
      for (const progress of summary.streams) {
        const stream = streamOf(progress.streamId, progress.firstSeen);
        stream.deviceId ??= progress.deviceId;
        stream.platform ??= progress.platform;
        stream.lastSeen = later(stream.lastSeen, progress.lastSeen);
        stream.maxSeq = Math.max(stream.maxSeq, progress.maxSeq);
        stream.received += progress.received;
      }
      for (const number of batch.rejected) if (!events.has(number.eventId ?? '')) rejections.add(number);
      for (const event of batch.events) if (fresh.has(event.eventId)) rejections.remove(event);
      for (const report of batch.dropped) drops.record(report);
      for (const sighting of summary.identities) {
        const key = JSON.stringify([sighting.deviceId, sighting.userId]);
        const known = identities.get(key) ?? sighting;
        identities.set(key, {
          ...known,
          identities: { ...known.identities, ...sighting.identities },
          firstSeen: earlier(known.firstSeen, sighting.firstSeen),
          lastSeen: later(known.lastSeen, sighting.lastSeen),
        });
      }
      return { accepted: fresh.size, duplicates: batch.events.length - fresh.size, fresh };
    },

    async events(filter) {
      const found: StoredEvent[] = [];
      for (const event of [...events.values()].reverse()) {
        if (found.length >= filter.limit) break;
        if (matches(event, filter)) found.push(event);
      }
      return found;
    },

    async counts(sinceMinute) {
      return [...counts]
        .map(([eventName, { total, lastSeen, minutes }]): EventCount => {
          const recent = [...minutes].filter(([minute]) => minute >= sinceMinute);
          return { eventName, total, lastSeen, minutes: recent };
        })
        .sort((a, b) => b.total - a.total)
        .slice(0, 200);
    },

    async streams(limit) {
      const reports = [...streams.values()].map((stream) =>
        withLoss(stream, rejections.of(stream.streamId), drops.of(stream.streamId)),
      );
      reports.sort((a, b) => (a.lastSeen < b.lastSeen ? 1 : a.lastSeen > b.lastSeen ? -1 : 0));
      return { total: totalOf(reports), streams: reports.slice(0, limit) };
    },

    async identities(deviceId) {
      return [...identities.values()].filter((link) => link.deviceId === deviceId);
    },

    async close() {},
  };
}

function matches(event: StoredEvent, { name, device, user }: EventFilter): boolean {
  return (
    (name === undefined || event.eventName === name) &&
    (device === undefined || event.deviceId === device) &&
    (user === undefined || event.userId === user)
  );
}

function withLoss(stream: StreamReport, rejected: number, drops: Record<string, number>): StreamReport {
  const dropped = Object.values(drops).reduce((sum, count) => sum + count, 0);
  return {
    ...stream,
    rejected,
    drops,
    dropped,
    lost: Math.max(0, stream.maxSeq - stream.received - rejected - dropped),
  };
}

function totalOf(reports: StreamReport[]): StreamsReport['total'] {
  const total: StreamsReport['total'] = {
    streams: reports.length,
    received: 0,
    rejected: 0,
    lost: 0,
    dropped: 0,
    drops: sumByReason(reports.flatMap(({ drops }) => Object.entries(drops))),
  };
  for (const { received, rejected, lost, dropped } of reports) {
    total.received += received;
    total.rejected += rejected;
    total.lost += lost;
    total.dropped += dropped;
  }
  return total;
}
