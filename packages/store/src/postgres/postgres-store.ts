import { startOfDay } from '../days.ts';
import type { Store } from '../ports.ts';
import type { SqlClient } from '../sql/client.ts';
import { READ_FOREIGN } from '../sql/feed.ts';
import { migrate } from '../sql/migrate.ts';
import { createSqlStore } from '../sql/store.ts';
import { keepDays as startKeeping } from './day-keeper.ts';
import { openPool } from './pool.ts';
import { MIGRATIONS } from './sql/migrations.ts';

export interface PostgresStoreOptions {
  /** Where the database is: `postgres://user:password@host:5432/database?sslmode=verify-full`. */
  url: string;
  /**
   * Days that events are kept, besides today, in UTC. What is older is deleted, and refused when it comes again. Default
   * 30. Collectors over one database need the same. `as it is` deletes nothing: for tools that work on the store beside
   * collectors.
   */
  keepDays?: number | 'as it is';
  /** Connections at most; half of them are for reading. Default 8. */
  maxConnections?: number;
  /** Milliseconds that a statement may take. Default 8000. */
  statementTimeout?: number;
  /** The clock, in milliseconds. Default `Date.now`. */
  now?: () => number;
  /** Called when days cannot be made or dropped, which is tried again, and when the feed cannot go on. */
  onFailure?: (error: Error) => void;
}

/** Commits at a time: while one waits for the disk, the next is sent. */
const CONCURRENCY = 2;
const SHARDS = 16;
/** Multiranges came with 14. */
const OLDEST = 140_000;

/**
 * The store over a PostgreSQL, from version 14 on. Any number of collectors may use one database. The schema is made and
 * brought up to date at the start.
 *
 * @throws Error when the database cannot be reached, is too old, only reads, or was written by a newer version.
 * @example
 * const store = await createPostgresStore({ url: 'postgres://pugmark@127.0.0.1:5432/pugmark' });
 * const collector = await createCollector({ store });
 */
export async function createPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { url, keepDays = 30, maxConnections = 8, statementTimeout: timeLimit = 8_000 } = options;
  const { now = Date.now, onFailure = () => {} } = options;
  const place = describe(url);
  if (keepDays !== 'as it is' && (!Number.isSafeInteger(keepDays) || keepDays < 1)) {
    throw new TypeError(`keepDays must be a whole number from 1; it is ${String(keepDays)}.`);
  }
  const share = Math.max(1, Math.floor(maxConnections / 2));
  const writes = await openPool({ url, maxConnections: share, timeLimit });
  const reads = await openPool({ url, maxConnections: share, timeLimit });
  const close = async () => {
    await Promise.all([writes.close(), reads.close()]);
  };
  try {
    await checkServer(writes);
    await migrate(writes, MIGRATIONS);
    await checkFeed(writes, onFailure);
    const keeper = await startKeeping({ client: writes, keepDays, now, onFailure });
    return {
      ...createSqlStore(writes, { shards: SHARDS, reads, now }),
      concurrency: Math.min(CONCURRENCY, share),
      prune: (before) => keeper.prune(startOfDay(before.getTime())),
      async close() {
        keeper.stop();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw new Error(
      `The database ${place} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}

/** Where a database is, without a password. */
function describe(url: string): string {
  try {
    const { protocol, hostname, port, pathname } = new URL(url);
    if (protocol === 'postgres:' || protocol === 'postgresql:') {
      return `${hostname}${port ? `:${port}` : ''}${pathname}`;
    }
  } catch {
    // Told below, without the text: there may be a password in it.
  }
  throw new TypeError('The address of the store must be like postgres://user@host:5432/database.');
}

/** Events go on being stored, so that it is told and no more. */
async function checkFeed(client: SqlClient, onFailure: (error: Error) => void): Promise<void> {
  if ((await client.query(READ_FOREIGN)).length === 0) return;
  onFailure(
    new Error(
      'The feed stands still: the events were restored from another server, whose transactions had other numbers. ' +
        "Run UPDATE events SET xid = '0', UPDATE erasures SET xid = '0' and DELETE FROM followers, so that they begin anew.",
    ),
  );
}

async function checkServer(client: SqlClient): Promise<void> {
  const [server] = await client.query<{ version: number; reads_only: string }>(
    `SELECT current_setting('server_version_num')::integer AS version,
      current_setting('transaction_read_only') AS reads_only`,
  );
  if (!server || server.version < OLDEST) {
    throw new Error('PostgreSQL 14 or newer is needed.');
  }
  if (server.reads_only === 'on') throw new Error('it only reads: name the primary server.');
}
