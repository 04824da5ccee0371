import type { EventFilter, MinuteCounts, PlainValue, Store } from '@pugmark/store';
import type { Context } from 'hono';
import type { Metrics } from '../metrics/metrics.ts';
import { refuse } from '../refusal.ts';
import type { RejectionKeeper } from '../rejections/keeper.ts';
import type { ReplayParts } from '../rejections/replay.ts';
import type { Hub } from '../sinks/hub.ts';
import type { PlanTally } from '../sinks/plan-tally.ts';
import type { Tally } from '../sinks/tally.ts';
import type { Environment } from './environment.ts';
import { readNumber, readQuery } from './query.ts';

const WINDOW = 30;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface ReadParts {
  store: Store;
  hub: Hub;
  tally: { report(): Tally };
  planTally: PlanTally | undefined;
  metrics: Pick<Metrics, 'read'>;
  keeper: RejectionKeeper;
  groupCommit: ReplayParts['groupCommit'];
  marks: ReplayParts['marks'];
  planOf: ReplayParts['planOf'];
  now: () => number;
}

export type Read = (context: Context<Environment>, parts: ReadParts) => Promise<Response>;

const EVENT_PARAMETERS = [
  'name',
  'device',
  'user',
  'platform',
  'session',
  'stream',
  'q',
  'property',
  'faulty',
  'before',
  'limit',
] as const;

export const readEvents: Read = async (context, { store }) => {
  const query = readQuery(context, EVENT_PARAMETERS);
  const { q, before, property, faulty } = query;
  if (before !== undefined && !UUID.test(before)) {
    throw refuse(400, 'invalid_before', 'before must be the eventId of an event: those before it are told.');
  }
  if (faulty !== undefined && faulty !== 'true') {
    throw refuse(400, 'invalid_faulty', 'faulty must be true, or left out.');
  }
  const filter: EventFilter = {
    ...pick(query, ['name', 'device', 'user', 'platform', 'session', 'stream']),
    ...(q ? { text: q } : {}),
    ...(property ? { property: readProperty(property) } : {}),
    ...(faulty ? { faulty: true } : {}),
    ...(before ? { before: before.toLowerCase() } : {}),
    limit: readNumber(query.limit, { name: 'limit', standard: 100, min: 1, max: 1000 }),
  };
  return Response.json({ events: await store.events(filter) });
};

function pick<Name extends string>(
  query: Partial<Record<Name, string>>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  return Object.fromEntries(names.flatMap((name) => (query[name] ? [[name, query[name]]] : []))) as Partial<
    Record<Name, string>
  >;
}

/** `price` for any value; `price=7` for the number and the text, since an address has no types. */
function readProperty(text: string): NonNullable<EventFilter['property']> {
  const [name = '', ...rest] = text.split('=');
  if (rest.length === 0) return { name };
  const value = rest.join('=');
  return { name, values: [value, ...plainValueOf(value)] };
}

function plainValueOf(text: string): PlainValue[] {
  if (text === 'true' || text === 'false') return [text === 'true'];
  if (text === 'null') return [null];
  const isNumber =
    /^-?(0|[1-9][0-9]*)(\.[0-9]+)?(e[+-]?[0-9]+)?$/i.test(text) && Number.isFinite(Number(text));
  return isNumber ? [Number(text)] : [];
}

/** Sums of all names and counts of the most frequent ones, with the last 30 minutes one by one, the running minute last. */
export const readCounts: Read = async (context, { store, tally, planTally, now }) => {
  const query = readQuery(context, ['offset', 'limit']);
  const minute = Math.floor(now() / 60_000);
  const first = minute - WINDOW + 1;
  const counts = await store.counts({
    sinceMinute: first,
    offset: readNumber(query.offset, { name: 'offset', standard: 0, min: 0, max: 1_000_000 }),
    limit: readNumber(query.limit, { name: 'limit', standard: 200, min: 1, max: 1000 }),
  });
  const series = (minutes: MinuteCounts) => {
    const values = new Array<number>(WINDOW).fill(0);
    for (const [at, count] of minutes) if (at >= first && at <= minute) values[at - first] = count;
    return values;
  };
  return Response.json({
    minute: new Date(minute * 60_000).toISOString(),
    total: counts.total,
    names: counts.names,
    minutes: series(counts.minutes),
    sinceStart: tally.report(),
    ...(planTally ? { plan: planTally.report() } : {}),
    events: counts.events.map(({ minutes, ...count }) => ({ ...count, minutes: series(minutes) })),
  });
};

export const readStreams: Read = async (context, { store }) => {
  const query = readQuery(context, ['limit']);
  const limit = readNumber(query.limit, { name: 'limit', standard: 100, min: 1, max: 10_000 });
  return Response.json(await store.streams(limit));
};

export const readLive: Read = async (context, { hub }) => {
  readQuery(context, []);
  const headers = { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' };
  // Nobody reads the stream of such an answer, so there must not be one.
  if (context.req.method === 'HEAD') return new Response(null, { headers });
  const stream = hub.subscribe();
  if (!stream) {
    throw refuse(503, 'too_many_viewers', 'Too many live views are open: close one.', {
      'Retry-After': '10',
    });
  }
  return new Response(stream, { headers });
};
