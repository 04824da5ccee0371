/** What was there before is gone, for good: this never goes back. One row. */
export const CREATE_RETENTION = `CREATE TABLE retention (
  id integer PRIMARY KEY CHECK (id = 0),
  -- Of events whose id tells its time, and of all others by the client's clock.
  first_id uuid NOT NULL,
  kept_from timestamptz NOT NULL
)`;

/**
 * Who was erased: what was tracked before that and comes later is refused. No table of people, for whoever is erased and
 * comes again is only looked at from then on.
 */
export const CREATE_ERASED = `CREATE TABLE erased (
  id text NOT NULL,
  kind text NOT NULL,
  erased_at timestamptz NOT NULL,
  PRIMARY KEY (id, kind)
)`;

/** What was erased, in the feed beside the events. */
export const CREATE_ERASURES = `CREATE TABLE erasures (
  erasure_id uuid NOT NULL,
  erased_at timestamptz NOT NULL,
  -- Lists of ids: users, devices, single events.
  scope jsonb NOT NULL,
  position bigint PRIMARY KEY DEFAULT nextval('event_positions'),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id()
)`;

/** Events that were rejected, as they came: the latest of them, for some days. */
export const CREATE_REJECTED = `CREATE TABLE rejected_events (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  received_at timestamptz NOT NULL,
  sent_at timestamptz,
  code text NOT NULL,
  message text NOT NULL,
  app text,
  event_name text,
  device_id text,
  user_id text,
  -- JSON, as text: it may hold what jsonb refuses.
  body text NOT NULL
)`;

/** How far each follower of the feed has come. */
export const CREATE_FOLLOWERS = `CREATE TABLE followers (
  name text PRIMARY KEY,
  xid xid8 NOT NULL,
  position bigint NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT now()
)`;
