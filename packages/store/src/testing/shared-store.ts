import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { toClient } from '../pglite/database.ts';
import type { Store } from '../ports.ts';
import { createSqlStore } from '../sql/store.ts';
import { copyTemplate } from './template.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** A store in a database that is used again and again. */
export interface SharedStore {
  store: Omit<Store, 'prune'>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

/** An embedded database in this thread. */
export async function openSharedStore(): Promise<SharedStore> {
  const directory = temporaryDirectory();
  await copyTemplate(directory);
  const client = toClient(await PGlite.create({ dataDir: join(directory, 'postgres') }));
  return {
    store: createSqlStore(client),
    async empty() {
      await client.query('TRUNCATE events, event_totals, event_minutes, streams, stream_totals, identities');
    },
    async close() {
      await client.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
