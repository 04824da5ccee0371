import { parentPort, workerData } from 'node:worker_threads';
import type { Store } from '../ports.ts';
import { migrate } from '../sql/migrate.ts';
import { createSqlStore } from '../sql/store.ts';
import { openDatabase } from './database.ts';
import { type Call, type Reply, sendError } from './messages.ts';
import { MIGRATIONS } from './sql/migrations.ts';

/** The thread of the database: a query never holds up the thread that answers requests. */

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread of the collector.');
const reply = (message: Reply) => port.postMessage(message);

try {
  const client = await openDatabase((workerData as { directory: string }).directory);
  await migrate(client, MIGRATIONS);
  serve(createSqlStore(client));
  reply({ value: undefined });
} catch (error) {
  reply({ error: sendError(error) });
}

function serve(store: Store): void {
  port?.on('message', async ({ id, method, args }: Call) => {
    try {
      const call = store[method] as (...args: unknown[]) => Promise<unknown>;
      reply({ id, value: await call(...args) });
    } catch (error) {
      reply({ id, error: sendError(error) });
    }
  });
}
