import type { SqlQuery } from './client.ts';

/** Rows travel as one JSON parameter, so that a batch of any size is one statement with one plan. */
export async function send<Row>(
  tx: SqlQuery,
  sql: string,
  rows: readonly unknown[],
  ...more: unknown[]
): Promise<Row[]> {
  return rows.length > 0 ? tx.query<Row>(sql, [JSON.stringify(rows), ...more]) : [];
}
