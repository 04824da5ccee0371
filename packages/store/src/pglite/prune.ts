import { DAY, firstIdOf, startOfDay } from '../days.ts';
import type { SqlClient } from '../sql/client.ts';
import { deleteAll, pruneRest } from '../sql/prune.ts';
import { MOVE_RETENTION } from '../sql/retention.ts';
import { CLEAN_UP, DELETE_OLD_EVENTS } from './sql/prune.ts';

/** Removes what is older than a day, and refuses it when it comes again. */
export async function prune(client: SqlClient, before: Date): Promise<void> {
  const keptFrom = startOfDay(Math.min(before.getTime(), Date.now() + DAY));
  const bounds = [firstIdOf(keptFrom), new Date(keptFrom).toISOString()];
  // First, so that no commit takes for new what was removed.
  await client.query(MOVE_RETENTION, bounds);
  let any = false;
  for (const sql of DELETE_OLD_EVENTS) any = (await deleteAll(client, sql, bounds)) || any;
  await pruneRest(client, keptFrom);
  if (any) for (const sql of CLEAN_UP) await client.query(sql);
}
