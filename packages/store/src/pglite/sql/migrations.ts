import type { Migration } from '../../sql/migrate.ts';
import {
  CREATE_ERASED,
  CREATE_ERASURES,
  CREATE_FOLLOWERS,
  CREATE_REJECTED,
  CREATE_RETENTION,
} from '../../sql/tables.ts';
import { CREATE_VIEW } from '../../sql/view.ts';

/** Never edited once released: a change of the schema is a new entry. */
export const MIGRATIONS: readonly Migration[] = [
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
  {
    id: 4,
    name: 'which numbers of a stream were stored, rejected and dropped; sums of all streams; bounded identities',
    statements: [
      `ALTER TABLE streams
        ADD COLUMN stored int8multirange NOT NULL DEFAULT '{}',
        ADD COLUMN refused int8multirange NOT NULL DEFAULT '{}',
        -- Numbers by reason, as lists of [from, to].
        ADD COLUMN drops jsonb NOT NULL DEFAULT '{}',
        -- Running totals of trackers that report no numbers.
        ADD COLUMN drop_totals jsonb NOT NULL DEFAULT '[]',
        -- Numbers of which it is only known that they are accounted for.
        ADD COLUMN settled jsonb,
        ADD COLUMN marks jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN dropped bigint NOT NULL DEFAULT 0,
        ADD COLUMN lost bigint NOT NULL DEFAULT 0`,
      `UPDATE streams SET stored = numbers
        FROM (
          SELECT stream_id, range_agg(int8range(seq, seq + 1)) AS numbers FROM events
          WHERE seq BETWEEN 1 AND 9007199254740990 GROUP BY stream_id
        ) AS events WHERE events.stream_id = streams.stream_id`,
      `UPDATE streams SET refused = numbers - stored
        FROM (
          SELECT stream_id, range_agg(int8range(seq, seq + 1)) AS numbers FROM stream_rejections
          WHERE seq BETWEEN 1 AND 9007199254740990 GROUP BY stream_id
        ) AS rejections WHERE rejections.stream_id = streams.stream_id`,
      // From here on a number that lies ten million above the highest does not count, so neither do those of before.
      `UPDATE streams SET stored = stored * int8multirange(int8range(1, first)),
          refused = refused * int8multirange(int8range(1, first)), marks = '["jump"]'
        FROM (
          SELECT stream_id, min(start) AS first FROM (
            SELECT stream_id, lower(part) AS start,
              lag(upper(part), 1, 1::bigint) OVER (PARTITION BY stream_id ORDER BY lower(part)) AS before
            FROM streams, unnest(stored + refused) AS part
          ) AS parts WHERE start - before > 10000000 GROUP BY stream_id
        ) AS jumps WHERE jumps.stream_id = streams.stream_id`,
      `UPDATE streams SET drop_totals = totals
        FROM (
          SELECT stream_id, jsonb_agg(jsonb_build_object('reason', reason, 'by', dropped_by, 'count', count)) AS totals
          FROM stream_drops GROUP BY stream_id
        ) AS drops WHERE drops.stream_id = streams.stream_id`,
      `UPDATE streams SET
        max_seq = coalesce(upper(stored + refused) - 1, 0),
        received = (SELECT coalesce(sum(upper(part) - lower(part)), 0) FROM unnest(stored) AS part),
        rejected = (SELECT coalesce(sum(upper(part) - lower(part)), 0) FROM unnest(refused) AS part),
        dropped = (SELECT coalesce(sum((total ->> 'count')::bigint), 0) FROM jsonb_array_elements(drop_totals) AS total)`,
      `UPDATE streams SET
        lost = greatest(0, max_seq - received - rejected - dropped),
        marks = CASE WHEN dropped > max_seq - received - rejected
          THEN '["dropped_more_than_missing"]'::jsonb || marks ELSE marks END`,
      'DROP TABLE stream_drops',
      'DROP TABLE stream_rejections',
      `CREATE TABLE stream_totals (
        id integer PRIMARY KEY,
        streams bigint NOT NULL,
        received bigint NOT NULL,
        rejected bigint NOT NULL,
        lost bigint NOT NULL,
        dropped bigint NOT NULL,
        drops jsonb NOT NULL,
        -- Streams with marks.
        contradictions bigint NOT NULL
      )`,
      `INSERT INTO stream_totals
        SELECT 0, count(*), coalesce(sum(received), 0), coalesce(sum(rejected), 0), coalesce(sum(lost), 0),
          coalesce(sum(dropped), 0), (
            SELECT coalesce(jsonb_object_agg(reason, count), '{}') FROM (
              SELECT total ->> 'reason' AS reason, sum((total ->> 'count')::bigint) AS count
              FROM streams, jsonb_array_elements(drop_totals) AS total GROUP BY 1 ORDER BY 2 DESC LIMIT 100
            ) AS reasons
          ), count(*) FILTER (WHERE marks <> '[]')
        FROM streams`,
      `UPDATE identities SET identities = (
          SELECT jsonb_object_agg(key, value) FROM (
            SELECT key, value FROM jsonb_each(identities) ORDER BY key LIMIT 32
          ) AS kept
        ) WHERE (SELECT count(*) FROM jsonb_object_keys(identities)) > 32`,
      'CREATE INDEX events_name ON events (event_name, position)',
    ],
  },
  {
    id: 5,
    name: 'events in order of commit, followers, parts of sums, what is kept from when, the view of events',
    statements: [
      'ALTER TABLE events ALTER COLUMN position DROP IDENTITY',
      'CREATE SEQUENCE event_positions',
      `SELECT setval('event_positions', coalesce(max(position), 0) + 1, false) FROM events`,
      "ALTER TABLE events ALTER COLUMN position SET DEFAULT nextval('event_positions')",
      // What is there already was committed before all that comes.
      "ALTER TABLE events ADD COLUMN xid xid8 NOT NULL DEFAULT '0'",
      'ALTER TABLE events ALTER COLUMN xid SET DEFAULT pg_current_xact_id()',
      'CREATE INDEX events_feed ON events (xid, position)',
      'CREATE INDEX events_name_time ON events (event_name, event_time)',
      `ALTER TABLE event_totals ADD COLUMN shard smallint NOT NULL DEFAULT 0,
        DROP CONSTRAINT event_totals_pkey, ADD PRIMARY KEY (event_name, shard)`,
      `ALTER TABLE event_minutes ADD COLUMN shard smallint NOT NULL DEFAULT 0,
        DROP CONSTRAINT event_minutes_pkey, ADD PRIMARY KEY (minute, event_name, shard)`,
      'ALTER TABLE stream_totals RENAME COLUMN id TO shard',
      'ALTER TABLE stream_totals ALTER COLUMN shard TYPE smallint',
      CREATE_RETENTION,
      // Nothing is deleted here yet, so that nothing is too old.
      `INSERT INTO retention VALUES (0, '00000000-0000-0000-0000-000000000000', 'epoch')`,
      CREATE_FOLLOWERS,
      CREATE_VIEW,
    ],
  },
  {
    id: 6,
    name: 'erasure of people',
    statements: [
      CREATE_ERASED,
      CREATE_ERASURES,
      'CREATE INDEX erasures_feed ON erasures (xid, position)',
      'CREATE INDEX streams_device ON streams (device_id)',
    ],
  },
  { id: 7, name: 'rejected events', statements: [CREATE_REJECTED] },
];
