import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of its own for a test file, on the server that `PUGMARK_POSTGRES` names. */
export interface TestDatabase {
  url: string;
  /** Asks it past the store. */
  query<Row>(sql: string, params?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.PUGMARK_POSTGRES;
  if (!server)
    throw new Error(
      'PUGMARK_POSTGRES names no server: node scripts/postgres.mjs vitest run --project postgres',
    );
  const name = `pugmark_test_${randomBytes(6).toString('hex')}`;
  await ask(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
  // The server may be stopped under it.
  pool.on('error', () => {});
  return {
    url: url.href,
    query: async <Row>(sql: string, params?: unknown[]) => (await pool.query(sql, params)).rows as Row[],
    async drop() {
      await pool.end();
      await ask(server, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function ask(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
