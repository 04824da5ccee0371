import type { Context } from 'hono';
import type { Hub } from '../live/hub.ts';
import type { PlanTally } from '../live/plan-tally.ts';
import type { Tally } from '../live/tally.ts';
import { refuse } from '../refusal.ts';
import type { EventFilter, Store } from '../stores/store.ts';
import type { Environment } from './environment.ts';

const WINDOW = 30;

export interface ReadParts {
  store: Store;
  hub: Hub;
  tally: Tally;
  plan?: { tally: PlanTally } | undefined;
  now: () => number;
}

type Read = (context: Context<Environment>, parts: ReadParts) => Promise<Response>;

export const readEvents: Read = async (context, { store }) => {
  const { name, device, user } = context.req.query();
  const filter: EventFilter = {
    ...(name ? { name } : {}),
    ...(device ? { device } : {}),
    ...(user ? { user } : {}),
    limit: limitOf(context, 100, 1000),
  };
  return Response.json({ events: await store.events(filter) });
};

/** Counts of each name, with the last 30 minutes one by one, the running minute last. */
export const readCounts: Read = async (_context, { store, tally, plan, now }) => {
  const minute = Math.floor(now() / 60_000);
  const first = minute - WINDOW + 1;
  const counts = await store.counts(first);
  return Response.json({
    minute: new Date(minute * 60_000).toISOString(),
    total: counts.reduce((sum, { total }) => sum + total, 0),
    sinceStart: tally,
    ...(plan ? { plan: plan.tally.report() } : {}),
    events: counts.map(({ eventName, total, lastSeen, minutes }) => {
      const series = new Array<number>(WINDOW).fill(0);
      for (const [at, count] of minutes) if (at >= first && at <= minute) series[at - first] = count;
      return { eventName, total, lastSeen, minutes: series };
    }),
  });
};

export const readStreams: Read = async (context, { store }) => {
  return Response.json(await store.streams(limitOf(context, 100, 10_000)));
};

export const readLive: Read = async (_context, { hub }) => {
  const stream = hub.subscribe();
  if (!stream) {
    throw refuse(503, 'too_many_viewers', 'Too many live views are open: close one.', {
      'Retry-After': '10',
    });
  }
  return new Response(stream, {
    headers: { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' },
  });
};

function limitOf(context: Context<Environment>, standard: number, max: number): number {
  const text = context.req.query('limit');
  if (text === undefined) return standard;
  const limit = Number(text);
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= max) return limit;
  throw refuse(400, 'invalid_limit', `limit must be a whole number from 1 to ${max}.`);
}
