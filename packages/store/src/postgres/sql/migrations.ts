import { EVENT_SCHEMA } from '../../sql/columns.ts';
import type { Migration } from '../../sql/migrate.ts';
import {
  CREATE_ERASED,
  CREATE_ERASURES,
  CREATE_FOLLOWERS,
  CREATE_REJECTED,
  CREATE_RETENTION,
} from '../../sql/tables.ts';
import { CREATE_STREAMS_VIEW, CREATE_VIEW } from '../../sql/view.ts';

/** Few rows that are changed all the time: with room beside each, a change needs no new place in the index. */
const CHANGING =
  'WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000)';

/**
 * Never edited once released: a change of the schema is a new entry. A new column of events needs none, see
 * `sql/columns.ts`.
 */
export const MIGRATIONS: readonly Migration[] = [
  {
    id: 1,
    name: 'events by day, counts, streams, identities, followers, the view of events',
    statements: [
      'CREATE SEQUENCE event_positions',
      // By id: a UUIDv7 begins with its time, so that the same event falls into the same day however often it comes, and
      // one primary key over all days recognises it.
      `CREATE TABLE events (
        ${EVENT_SCHEMA},
        position bigint NOT NULL DEFAULT nextval('event_positions'),
        xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
        PRIMARY KEY (event_id)
      ) PARTITION BY RANGE (event_id)`,
      'CREATE INDEX events_position ON events (position)',
      'CREATE INDEX events_feed ON events (xid, position)',
      'CREATE INDEX events_device ON events (device_id, position)',
      'CREATE INDEX events_user ON events (user_id, position) WHERE user_id IS NOT NULL',
      'CREATE INDEX events_name_time ON events (event_name, event_time)',
      // Nearly all ids that are random lie beyond the year 2100.
      `CREATE TABLE events_other PARTITION OF events
        FOR VALUES FROM ('03bb2cc3-d800-0000-0000-000000000000') TO (MAXVALUE)`,
      'CREATE TABLE events_default PARTITION OF events DEFAULT',
      CREATE_RETENTION,
      `CREATE TABLE event_totals (
        event_name text NOT NULL,
        shard smallint NOT NULL,
        count bigint NOT NULL,
        last_seen timestamptz NOT NULL,
        PRIMARY KEY (event_name, shard)
      ) ${CHANGING}`,
      `CREATE TABLE event_minutes (
        minute bigint NOT NULL,
        event_name text NOT NULL,
        shard smallint NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (minute, event_name, shard)
      )`,
      `CREATE TABLE streams (
        stream_id text PRIMARY KEY,
        device_id text,
        platform text,
        first_seen timestamptz NOT NULL,
        last_seen timestamptz NOT NULL,
        max_seq bigint NOT NULL,
        received bigint NOT NULL,
        rejected bigint NOT NULL DEFAULT 0,
        stored int8multirange NOT NULL DEFAULT '{}',
        refused int8multirange NOT NULL DEFAULT '{}',
        -- Numbers by reason, as lists of [from, to].
        drops jsonb NOT NULL DEFAULT '{}',
        -- Running totals of trackers that report no numbers.
        drop_totals jsonb NOT NULL DEFAULT '[]',
        -- Numbers of which it is only known that they are accounted for.
        settled jsonb,
        marks jsonb NOT NULL DEFAULT '[]',
        dropped bigint NOT NULL DEFAULT 0,
        lost bigint NOT NULL DEFAULT 0
      ) WITH (fillfactor = 80)`,
      'CREATE INDEX streams_last_seen ON streams (last_seen)',
      `CREATE TABLE stream_totals (
        shard smallint PRIMARY KEY,
        streams bigint NOT NULL,
        received bigint NOT NULL,
        rejected bigint NOT NULL,
        lost bigint NOT NULL,
        dropped bigint NOT NULL,
        drops jsonb NOT NULL,
        -- Streams with marks.
        contradictions bigint NOT NULL
      ) ${CHANGING}`,
      `CREATE TABLE identities (
        device_id text NOT NULL,
        user_id text NOT NULL,
        identities jsonb NOT NULL,
        first_seen timestamptz NOT NULL,
        last_seen timestamptz NOT NULL,
        PRIMARY KEY (device_id, user_id)
      )`,
      'CREATE INDEX identities_user ON identities (user_id)',
      CREATE_FOLLOWERS,
      CREATE_VIEW,
    ],
  },
  {
    id: 2,
    name: 'erasure of people',
    statements: [
      CREATE_ERASED,
      CREATE_ERASURES,
      'CREATE INDEX erasures_feed ON erasures (xid, position)',
      'CREATE INDEX streams_device ON streams (device_id)',
    ],
  },
  { id: 3, name: 'rejected events', statements: [CREATE_REJECTED] },
  { id: 4, name: 'the view of streams', statements: [CREATE_STREAMS_VIEW] },
  {
    id: 5,
    name: 'the latest events of a name',
    // Without it, a name that is rare or gone is looked for among all events, the latest first.
    statements: ['CREATE INDEX events_name ON events (event_name, position)'],
  },
];
