import { type StreamTotals, sumTotals } from '../accounts/stream-totals.ts';
import type { AccountReader, EventCount, EventFilter, EventReader, PlatformTotals } from '../ports.ts';
import { toReport } from '../summary/stream-report.ts';
import type { SqlQuery } from './client.ts';
import { type EventRow, toEvent } from './columns.ts';
import {
  READ_COUNT_SUMS,
  READ_EVENTS,
  READ_IDENTITIES,
  READ_MINUTE_SUMS,
  READ_MINUTES,
  READ_PLATFORMS,
  READ_STREAM_TOTALS,
  READ_STREAMS,
  READ_TOTALS,
} from './reads.ts';
import { type IdentityRow, type StreamRow, toAccount, toIdentity } from './rows.ts';

interface MinuteRow {
  minute: number;
  count: number;
}

interface NameRow {
  event_name: string;
}

/** What is told of events, streams and identities. */
export function createReader(client: SqlQuery): EventReader & AccountReader {
  return {
    async events(filter) {
      return (await client.query<EventRow>(READ_EVENTS, parametersOf(filter))).map(toEvent);
    },

    async counts({ sinceMinute, offset, limit }) {
      const [sums] = await client.query<{ names: number; total: number }>(READ_COUNT_SUMS);
      const all = await client.query<MinuteRow>(READ_MINUTE_SUMS, [sinceMinute]);
      const totals = await client.query<NameRow & { count: number; last_seen: Date }>(READ_TOTALS, [
        offset,
        limit,
      ]);
      const shown = JSON.stringify(totals.map(({ event_name }) => event_name));
      const minutes = await client.query<MinuteRow & NameRow>(READ_MINUTES, [sinceMinute, shown]);
      const counts = new Map(
        totals.map(({ event_name, count, last_seen }): [string, EventCount] => [
          event_name,
          { eventName: event_name, total: count, lastSeen: last_seen.toISOString(), minutes: [] },
        ]),
      );
      for (const { event_name, minute, count } of minutes) {
        counts.get(event_name)?.minutes.push([minute, count]);
      }
      return {
        total: sums?.total ?? 0,
        names: sums?.names ?? 0,
        minutes: all.map(({ minute, count }) => [minute, count]),
        events: [...counts.values()],
      };
    },

    async streams(limit) {
      const streams = await client.query<StreamRow>(READ_STREAMS, [limit]);
      const parts = await client.query<StreamTotals>(READ_STREAM_TOTALS);
      return { total: sumTotals(parts), streams: streams.map((row) => toReport(toAccount(row))) };
    },

    platforms: (since) => client.query<PlatformTotals>(READ_PLATFORMS, [since.toISOString()]),

    async identities(deviceId) {
      return (await client.query<IdentityRow>(READ_IDENTITIES, [deviceId])).map(toIdentity);
    },
  };
}

/** Events among which is looked for what has no index. */
const SEARCHED = 50_000;

/** In the order of `READ_EVENTS`. */
function parametersOf({ limit, before, text, property, faulty = false, ...filter }: EventFilter): unknown[] {
  const { name, device, user, platform, session, stream } = filter;
  const searched = [platform, session, stream, text, property].some((part) => part !== undefined) || faulty;
  return [
    name ?? null,
    device ?? null,
    user ?? null,
    before ?? null,
    limit,
    searched ? SEARCHED : limit,
    platform ?? null,
    session ?? null,
    stream ?? null,
    text === undefined ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`,
    property?.name ?? null,
    property?.values ? JSON.stringify(property.values) : null,
    faulty,
  ];
}
