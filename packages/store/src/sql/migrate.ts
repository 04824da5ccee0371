import type { SqlClient, SqlQuery } from './client.ts';
import { ADD_COLUMNS, ADDABLE_COLUMNS } from './columns.ts';
import { ADDED_TO_VIEW, UPDATE_VIEW } from './view.ts';

export interface Migration {
  id: number;
  name: string;
  /** One statement each. */
  statements: readonly string[];
}

/** Of all collectors over one database, one at a time brings it up to date. */
const LOCK = 'SELECT pg_advisory_xact_lock(7811504201)';

/** Brings the schema up to date, whole or not at all; each step is recorded. */
export async function migrate(client: SqlClient, migrations: readonly Migration[]): Promise<void> {
  await client.transaction(
    async (tx) => {
      await tx.query(LOCK);
      await tx.query(`CREATE TABLE IF NOT EXISTS pugmark_migrations (
        id integer PRIMARY KEY,
        name text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`);
      const applied = await tx.query<{ id: number }>('SELECT id FROM pugmark_migrations');
      const done = new Set(applied.map(({ id }) => id));
      const newest = migrations.at(-1)?.id ?? 0;
      if (applied.some(({ id }) => id > newest)) {
        throw new Error(
          'The data was written by a newer version of the collector: install that version, or use another directory or database.',
        );
      }
      for (const { id, name, statements } of migrations) {
        if (done.has(id)) continue;
        for (const statement of statements) await tx.query(statement);
        await tx.query('INSERT INTO pugmark_migrations (id, name) VALUES ($1, $2)', [id, name]);
      }
      await addColumns(tx);
    },
    // Data of years may have to be rewritten.
    { timeLimit: 0 },
  );
}

/** Looks first: to alter a table, all who use it have to stop for a moment. */
async function addColumns(tx: SqlQuery): Promise<void> {
  const columns = await columnsOf(tx, 'events');
  if (ADDABLE_COLUMNS.some((name) => !columns.has(name))) await tx.query(ADD_COLUMNS);
  const shown = await columnsOf(tx, 'pugmark_events_v1');
  if (shown.size > 0 && ADDED_TO_VIEW.some((name) => !shown.has(name))) await tx.query(UPDATE_VIEW);
}

async function columnsOf(tx: SqlQuery, relation: string): Promise<ReadonlySet<string>> {
  const known = await tx.query<{ name: string }>(
    'SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped',
    [relation],
  );
  return new Set(known.map(({ name }) => name));
}
