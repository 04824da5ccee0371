import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type Transaction, types } from '@electric-sql/pglite';
import { lockDirectory } from './lock.ts';
import type { SqlClient } from './sql/client.ts';
import { migrate } from './sql/migrations.ts';
import { createSqlStore } from './sql/store.ts';
import type { Store } from './store.ts';

export interface PgliteStoreOptions {
  /** The directory that holds the data; made when it does not exist. One collector at a time may use it. */
  dataDir: string;
}

/**
 * The embedded store: PostgreSQL in this process, over a directory. The first start takes some seconds.
 * What was committed survives the death of the process, though not the loss of power.
 *
 * @throws Error when another process uses the directory, or a newer version wrote it.
 * @example
 * const store = await createPgliteStore({ dataDir: '.pugmark/data' });
 */
export async function createPgliteStore({ dataDir }: PgliteStoreOptions): Promise<Store> {
  await mkdir(dataDir, { recursive: true });
  const lock = lockDirectory(dataDir);
  try {
    const client = await open(join(dataDir, 'postgres'));
    await migrate(client);
    const store = createSqlStore(client);
    return {
      ...store,
      async close() {
        await store.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function open(directory: string): Promise<SqlClient> {
  if (!existsSync(directory)) await create(directory);
  // Not relaxed: a commit must be with the system before it is acknowledged.
  const database = await PGlite.create({ dataDir: directory, relaxedDurability: false });
  return toClient(database);
}

/** Made beside its place and moved there when complete, so that a kill in between leaves nothing half made. */
async function create(directory: string): Promise<void> {
  const draft = `${directory}.new`;
  await rm(draft, { recursive: true, force: true });
  const database = await PGlite.create({ dataDir: draft });
  await database.close();
  await rename(draft, directory);
}

/** What the SQL store needs, over a database of this kind. */
export function toClient(database: PGlite): SqlClient {
  return {
    query: (sql, params) => rows(database, sql, params),
    transaction: (work) =>
      database.transaction((tx) => work({ query: (sql, params) => rows(tx, sql, params) })),
    close: () => database.close(),
  };
}

/**
 * As bytes: the driver measures text one character at a time, which is slow for a batch of a megabyte.
 * Its types speak of text only, while it passes bytes on as they are.
 */
const serializers = { [types.JSON]: (json: string) => Buffer.from(json) as unknown as string };

async function rows<Row>(on: PGlite | Transaction, sql: string, params?: unknown[]): Promise<Row[]> {
  return (await on.query<Row>(sql, params, { serializers })).rows;
}
