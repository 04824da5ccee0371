import type { SqlReader, SqlReadOptions, SqlText } from '../ports.ts';
import type { SqlClient } from './client.ts';

const TIMEOUT = 30_000;

/** Questions of others: each in a transaction that can change nothing. */
export function createSqlReader(client: SqlClient): SqlReader {
  return {
    dialect: 'postgres',
    query<Row>({ text, params }: SqlText, options: SqlReadOptions = {}): Promise<Row[]> {
      const { timeout = TIMEOUT, signal } = options;
      return client.transaction(
        async (tx) => {
          await tx.query('SET TRANSACTION READ ONLY');
          // Over a table of many days a plan is long, and to compile it takes longer than to run it.
          await tx.query('SET LOCAL jit = off');
          return tx.query<Row>(text, [...params]);
        },
        { timeLimit: timeout, ...(signal ? { signal } : {}) },
      );
    },
  };
}
