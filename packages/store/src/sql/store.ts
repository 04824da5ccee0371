import { UnstorableError } from '../errors.ts';
import type { Store } from '../ports.ts';
import { createNameBook } from '../summary/names.ts';
import type { SqlClient } from './client.ts';
import { write } from './commit.ts';
import { createPrivacy } from './erase.ts';
import { createFeed } from './feed-store.ts';
import { createInventory } from './inventory-store.ts';
import { createReader } from './reader.ts';
import { READ_SIZE } from './reads.ts';
import { createRejections } from './rejections.ts';
import { createSqlReader } from './sql-reader.ts';

export interface SqlStoreOptions {
  /**
   * Rows that a sum is kept in. Every transaction adds to the sums, so that with one row each would wait for the one
   * before it. Default 1, for a database that works on one transaction at a time anyway.
   */
  shards?: number;
  /** For what is read, so that it never takes the connections of commits. Default: the same client. */
  reads?: SqlClient;
  /** The clock, in milliseconds. Default `Date.now`. */
  now?: () => number;
}

/** The store over any PostgreSQL. The schema must be up to date: see `migrate`. */
export function createSqlStore(client: SqlClient, options: SqlStoreOptions = {}): Omit<Store, 'prune'> {
  const { shards = 1, reads = client, now = Date.now } = options;
  const names = createNameBook();
  let turn = Math.floor(Math.random() * shards);
  return {
    async commit(batch) {
      turn = (turn + 1) % shards;
      const shard = turn;
      try {
        const { fresh, expired, erased } = await client.transaction((tx) =>
          write(tx, batch, { names, shard }),
        );
        const { length } = batch.events.filter(
          ({ eventId }) => !expired.has(eventId) && !erased.has(eventId),
        );
        return { accepted: fresh.size, duplicates: length - fresh.size, fresh, expired, erased };
      } catch (error) {
        throw isAboutData(error) ? new UnstorableError((error as Error).message) : error;
      }
    },
    ...createReader(reads),
    ...createInventory(reads, now),
    ...createFeed(reads),
    ...createRejections(client, reads),
    ...createPrivacy({ writes: client, reads, now }),
    source: { sql: createSqlReader(reads) },
    async size() {
      const [row] = await reads.query<{ bytes: number }>(READ_SIZE);
      return row?.bytes ?? 0;
    },
    async checkReady() {
      await client.query('SELECT 1');
    },
    close: () => client.close(),
  };
}

/** SQLSTATE: 22 is data that a type does not have, 23 a constraint, 54 a limit such as the size of an index row. */
function isAboutData(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^(22|23|54)...$/.test(code);
}
