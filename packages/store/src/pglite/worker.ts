import { parentPort, workerData } from 'node:worker_threads';
import type { SqlReader, Store } from '../ports.ts';
import { migrate } from '../sql/migrate.ts';
import { createSqlReader } from '../sql/sql-reader.ts';
import { createSqlStore } from '../sql/store.ts';
import { openDatabase } from './database.ts';
import { type Call, type Reply, sendError } from './messages.ts';
import { prune } from './prune.ts';
import { MIGRATIONS } from './sql/migrations.ts';

/** The thread of the database: a query never holds up the thread that answers requests. */

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread of the collector.');
const reply = (message: Reply) => port.postMessage(message);

try {
  const client = await openDatabase((workerData as { directory: string }).directory);
  await migrate(client, MIGRATIONS);
  serve({ ...createSqlStore(client), prune: (before) => prune(client, before) }, createSqlReader(client));
  reply({ value: undefined });
} catch (error) {
  reply({ error: sendError(error) });
}

function serve(store: Store, reader: SqlReader): void {
  const callable = { ...store, query: reader.query };
  port?.on('message', async ({ id, method, args }: Call) => {
    try {
      const call = callable[method] as (...args: unknown[]) => Promise<unknown>;
      reply({ id, value: await call(...args) });
    } catch (error) {
      reply({ id, error: sendError(error) });
    }
  });
}
