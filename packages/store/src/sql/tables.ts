/** What was there before is gone, for good: this never goes back. One row. */
export const CREATE_RETENTION = `CREATE TABLE retention (
  id integer PRIMARY KEY CHECK (id = 0),
  -- Of events whose id tells its time, and of all others by the client's clock.
  first_id uuid NOT NULL,
  kept_from timestamptz NOT NULL
)`;

/** How far each follower of the feed has come. */
export const CREATE_FOLLOWERS = `CREATE TABLE followers (
  name text PRIMARY KEY,
  xid xid8 NOT NULL,
  position bigint NOT NULL,
  moved_at timestamptz NOT NULL DEFAULT now()
)`;
