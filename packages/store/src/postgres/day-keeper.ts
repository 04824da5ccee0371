import { DAY, dayOf, firstIdOf, startOfDay } from '../days.ts';
import type { SqlClient, SqlQuery } from '../sql/client.ts';
import { deleteAll, pruneRest } from '../sql/prune.ts';
import { MOVE_RETENTION, READ_RETENTION } from '../sql/retention.ts';
import { isLocked } from './errors.ts';
import {
  addDay,
  BEGIN_RETENTION,
  DELETE_OLD,
  dropDay,
  hasUnread,
  LOCK_DAYS,
  LOCK_EVENTS,
  READ_TABLES,
} from './sql/partitions.ts';

export interface DayKeeperOptions {
  client: SqlClient;
  /** Whole days before today that are kept; or nothing is deleted by itself. */
  keepDays: number | 'as it is';
  now: () => number;
  onFailure: (error: Error) => void;
}

/** Makes the tables of days before they are needed, and drops those that are older than what is kept. */
export interface DayKeeper {
  run(): Promise<void>;
  /** Keeps nothing of before this day, in milliseconds. */
  prune(day: number): Promise<void>;
  stop(): void;
}

/** With which a database begins that no collector has used yet. */
const STANDARD_DAYS = 30;
/** Days that are made ahead. */
const AHEAD = 7;
const INTERVAL = 10 * 60_000;

/** Runs once before it resolves, and then every ten minutes. */
export async function keepDays(options: DayKeeperOptions): Promise<DayKeeper> {
  const { client, now, onFailure } = options;

  async function keepFrom(wanted: number): Promise<void> {
    // Not in one transaction: to drop a day all have to stop for a moment, to make one they have not.
    const first = await client.transaction((tx) => makeDays(tx, wanted, startOfDay(now())), { timeLimit: 0 });
    if (first < wanted) await dropDays(client, wanted);
    for (const sql of DELETE_OLD) await deleteAll(client, sql, [new Date(wanted).toISOString()]);
    await pruneRest(client, wanted);
  }

  async function run(): Promise<void> {
    const today = startOfDay(now());
    if (options.keepDays !== 'as it is') return keepFrom(today - options.keepDays * DAY);
    await client.transaction((tx) => makeDays(tx, today - STANDARD_DAYS * DAY, today), { timeLimit: 0 });
  }

  await run();
  let isRunning = false;
  const timer = setInterval(() => {
    if (isRunning) return;
    isRunning = true;
    run()
      .catch((error: unknown) => onFailure(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        isRunning = false;
      });
  }, INTERVAL);
  timer.unref();
  return {
    run,
    prune: (day) => keepFrom(Math.min(day, startOfDay(now()))),
    stop: () => clearInterval(timer),
  };
}

/** Returns from when on events are kept. */
async function makeDays(tx: SqlQuery, wanted: number, today: number): Promise<number> {
  await tx.query(LOCK_DAYS);
  const [retention] = await tx.query<{ kept_from: number }>(READ_RETENTION);
  if (!retention) await tx.query(BEGIN_RETENTION, [firstIdOf(wanted), new Date(wanted).toISOString()]);
  const first = retention?.kept_from ?? wanted;
  const known = new Set(await daysOf(tx));
  for (let day = first; day <= today + AHEAD * DAY; day += DAY) {
    if (known.has(day)) continue;
    for (const statement of addDay(day)) await tx.query(statement);
  }
  return first;
}

/** Drops what is older, as far as all followers have read it. Tried again later when somebody reads at length. */
async function dropDays(client: SqlClient, wanted: number): Promise<void> {
  try {
    await client.transaction(async (tx) => {
      await tx.query(LOCK_DAYS);
      const days = (await daysOf(tx)).filter((day) => day < wanted).sort((a, b) => a - b);
      const dropped: number[] = [];
      for (const day of days) {
        if ((await tx.query(hasUnread(day))).length > 0) break;
        dropped.push(day);
      }
      const from = dropped.length === days.length ? wanted : (days[dropped.length] as number);
      for (const statement of LOCK_EVENTS) await tx.query(statement);
      // With the lock, and in the same transaction: no commit in between may take an event for new that was here.
      await tx.query(MOVE_RETENTION, [firstIdOf(from), new Date(from).toISOString()]);
      for (const day of dropped) await tx.query(dropDay(day));
    });
  } catch (error) {
    if (!(error instanceof Error && isLocked(error.cause))) throw error;
  }
}

async function daysOf(tx: SqlQuery): Promise<number[]> {
  const tables = await tx.query<{ name: string }>(READ_TABLES);
  return tables.flatMap(({ name }) => dayOf(name) ?? []);
}
