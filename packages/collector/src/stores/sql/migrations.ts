import type { SqlClient } from './client.ts';

interface Migration {
  id: number;
  name: string;
  /** One statement each. */
  statements: string[];
}

/** Never edited once released: a change of the schema is a new entry. */
const migrations: Migration[] = [
  {
    id: 1,
    name: 'events, counts, streams and identities',
    statements: [
      `CREATE TABLE events (
        event_id uuid PRIMARY KEY,
        position bigint GENERATED ALWAYS AS IDENTITY,
        event_name text NOT NULL,
        event_time timestamptz NOT NULL,
        client_time timestamptz NOT NULL,
        received_at timestamptz NOT NULL,
        user_id text,
        identities jsonb,
        device_id text NOT NULL,
        session_id text NOT NULL,
        platform text NOT NULL,
        stream_id text,
        seq bigint,
        priority text,
        facts jsonb NOT NULL,
        properties jsonb NOT NULL,
        marks jsonb NOT NULL
      )`,
      'CREATE UNIQUE INDEX events_position ON events (position)',
      'CREATE INDEX events_device ON events (device_id, position)',
      'CREATE INDEX events_user ON events (user_id, position) WHERE user_id IS NOT NULL',
      `CREATE TABLE event_totals (
        event_name text PRIMARY KEY,
        count bigint NOT NULL,
        last_seen timestamptz NOT NULL
      )`,
      `CREATE TABLE event_minutes (
        minute bigint NOT NULL,
        event_name text NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (minute, event_name)
      )`,
      `CREATE TABLE streams (
        stream_id text PRIMARY KEY,
        device_id text,
        platform text,
        first_seen timestamptz NOT NULL,
        last_seen timestamptz NOT NULL,
        max_seq bigint NOT NULL,
        received bigint NOT NULL
      )`,
      'CREATE INDEX streams_last_seen ON streams (last_seen)',
      `CREATE TABLE stream_drops (
        stream_id text NOT NULL,
        reason text NOT NULL,
        -- The stream that adopted this one and dropped events of it; empty for the stream itself.
        dropped_by text NOT NULL DEFAULT '',
        count bigint NOT NULL,
        PRIMARY KEY (stream_id, reason, dropped_by)
      )`,
      `CREATE TABLE identities (
        device_id text NOT NULL,
        user_id text NOT NULL,
        identities jsonb NOT NULL,
        first_seen timestamptz NOT NULL,
        last_seen timestamptz NOT NULL,
        PRIMARY KEY (device_id, user_id)
      )`,
      'CREATE INDEX identities_user ON identities (user_id)',
    ],
  },
  {
    id: 2,
    name: 'what the tracking plan found wrong',
    statements: ['ALTER TABLE events ADD COLUMN plan jsonb'],
  },
  {
    id: 3,
    name: 'numbers of rejected events',
    statements: [
      // Far less than a stored event takes, and the rate limit counts both alike.
      `CREATE TABLE stream_rejections (
        stream_id text NOT NULL,
        seq bigint NOT NULL,
        PRIMARY KEY (stream_id, seq)
      )`,
      // How many of them a stream has. What was rejected before stands in stream_drops, as its tracker reported it; it is
      // not carried over, since a report has no numbers.
      'ALTER TABLE streams ADD COLUMN rejected bigint NOT NULL DEFAULT 0',
    ],
  },
];

/** Brings the schema up to date; each step is recorded with the change it made, in one transaction. */
export async function migrate(client: SqlClient): Promise<void> {
  await client.query(`CREATE TABLE IF NOT EXISTS pugmark_migrations (
    id integer PRIMARY KEY,
    name text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
  )`);
  const applied = await client.query<{ id: number }>('SELECT id FROM pugmark_migrations');
  const done = new Set(applied.map(({ id }) => id));
  const newest = migrations.at(-1)?.id ?? 0;
  if (applied.some(({ id }) => id > newest)) {
    throw new Error(
      'The data was written by a newer version of the collector: install that version, or use another directory.',
    );
  }
  for (const { id, name, statements } of migrations) {
    if (done.has(id)) continue;
    await client.transaction(async (tx) => {
      for (const statement of statements) await tx.query(statement);
      await tx.query('INSERT INTO pugmark_migrations (id, name) VALUES ($1, $2)', [id, name]);
    });
  }
}
