import type { SqlQuery } from './client.ts';
import { DELETE_OLD_IDENTITIES, DELETE_OLD_MINUTES, DELETE_OLD_STREAMS } from './retention.ts';

/** Removes what belongs to events that are not kept any more. */
export async function pruneRest(client: SqlQuery, keptFrom: number): Promise<void> {
  const time = new Date(keptFrom).toISOString();
  await deleteAll(client, DELETE_OLD_MINUTES, [Math.floor(keptFrom / 60_000)]);
  await deleteAll(client, DELETE_OLD_STREAMS, [time]);
  await deleteAll(client, DELETE_OLD_IDENTITIES, [time]);
}

/** Chunk by chunk, so that none takes long. Returns whether there was anything. */
export async function deleteAll(client: SqlQuery, sql: string, params: unknown[]): Promise<boolean> {
  let any = false;
  while ((await client.query(sql, params)).length > 0) any = true;
  return any;
}
