import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { StoreUnavailableError } from '../errors.ts';
import type { SqlClient, SqlQuery } from '../sql/client.ts';
import { isConflict, isSpoilt, translate } from './errors.ts';

export interface PoolOptions {
  url: string;
  maxConnections: number;
  /** Milliseconds that a statement may take. */
  timeLimit: number;
}

const ATTEMPTS = 5;
/** Milliseconds that the server has on top, to say itself that it took too long. */
const GRACE = 2_000;
const CONNECT_LIMIT = 5_000;

/**
 * Connections to a server. One that is lost is made anew by the next who needs it. No session keeps anything, so that a
 * pooler between may lend connections by transaction.
 */
export async function openPool({ url, maxConnections, timeLimit }: PoolOptions): Promise<SqlClient> {
  // Whoever keeps events elsewhere does not load the driver.
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_LIMIT,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: 'pugmark',
  });
  // A connection that breaks is told where it is used next; without a listener it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (connection) => connection.on('error', () => {}));

  const client: SqlClient = {
    query: (sql, params) => client.transaction((tx) => tx.query(sql, params)),
    async transaction(work, options = {}) {
      const limit = options.timeLimit ?? timeLimit;
      for (let attempt = 1; ; attempt++) {
        try {
          return await runOnce(pool, work, limit, options.signal);
        } catch (error) {
          options.signal?.throwIfAborted();
          if (!isConflict(error) || attempt === ATTEMPTS) throw translate(error);
        }
        // Not all at once again.
        await sleep(Math.random() * 20 * 2 ** attempt);
      }
    },
    close: () => pool.end(),
  };
  return client;
}

async function runOnce<Result>(
  pool: Pool,
  work: (tx: SqlQuery) => Promise<Result>,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<Result> {
  signal?.throwIfAborted();
  const connection = await pool.connect();
  const ask = askOn(connection, limit);
  let spoilt = false;
  let stopListening = () => {};
  try {
    await ask(`BEGIN; SET LOCAL statement_timeout = ${Math.floor(limit)}`);
    if (signal) stopListening = await cancelOn(signal, pool, ask);
    const result = await work({
      query: async <Row>(sql: string, params?: unknown[]) => (await ask(sql, params)).rows as Row[],
    });
    const { command } = await ask('COMMIT');
    // PostgreSQL answers so, without an error, when a statement before has failed.
    if (command !== 'COMMIT') throw new StoreUnavailableError('store_unavailable', 'PostgreSQL rolled back.');
    return result;
  } catch (error) {
    spoilt = isSpoilt(error) || !(await rollBack(connection));
    throw error;
  } finally {
    stopListening();
    // What was told to the server may still come, and must not hit whoever has the connection next.
    connection.release(spoilt || signal?.aborted === true);
  }
}

function askOn(connection: PoolClient, limit: number) {
  const patience = limit > 0 ? { query_timeout: limit + GRACE } : {};
  return async (text: string, values?: unknown[]) => {
    // Its types know no time limit of a single query. Without `values` a text may hold several statements.
    const query = { text, ...(values ? { values } : {}), ...patience } as QueryConfig;
    const { rows, command } = await connection.query(query);
    return { rows, command };
  };
}

/** Tells the server to give up when nobody waits any more. It is asked which process it is: a pooler may stand between. */
async function cancelOn(signal: AbortSignal, pool: Pool, ask: ReturnType<typeof askOn>): Promise<() => void> {
  const { rows } = await ask('SELECT pg_backend_pid() AS pid');
  const cancel = () => {
    // Without it the time limit ends it.
    pool.query('SELECT pg_cancel_backend($1)', [rows[0]?.pid]).catch(() => {});
  };
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel);
  return () => signal.removeEventListener('abort', cancel);
}

async function rollBack(connection: PoolClient): Promise<boolean> {
  try {
    await connection.query('ROLLBACK');
    return true;
  } catch {
    return false;
  }
}
