/**
 * The one view that readers have of events, with the person of each: its user; else the user of the first binding of its
 * device at or after it; else of the last one before it; else the device. A device is bound to a user by each event that
 * has both. Nearly every device has one user at most, which `identities` knows; only where there are several is the
 * device's history looked through. The join is one of two tables as a whole, since readers look at many events; one that asks
 * for no person does without it.
 */
const viewWith = (added: string) => `
  CREATE OR REPLACE VIEW pugmark_events_v1 AS
  SELECT
    CASE
      WHEN event.user_id IS NOT NULL THEN event.user_id
      WHEN event.device_id = 'server' THEN NULL
      WHEN link.users IS NULL THEN event.device_id
      WHEN link.users = 1 THEN link.user_id
      ELSE coalesce((
        SELECT bound.user_id FROM events AS bound
        WHERE bound.device_id = event.device_id AND bound.user_id IS NOT NULL
          AND bound.event_time >= event.event_time
        ORDER BY bound.event_time, bound.seq, bound.position LIMIT 1
      ), (
        SELECT bound.user_id FROM events AS bound
        WHERE bound.device_id = event.device_id AND bound.user_id IS NOT NULL
          AND bound.event_time < event.event_time
        ORDER BY bound.event_time DESC, bound.seq DESC, bound.position DESC LIMIT 1
      ), event.device_id)
    END AS person_id,
    event.device_id, event.user_id, session_id, event_name, event_time, received_at, platform, facts, properties, marks,
    event_id, stream_id, seq${added}
  FROM events AS event LEFT JOIN (
    SELECT device_id, count(*) AS users, min(user_id) AS user_id FROM identities GROUP BY device_id
  ) AS link ON link.device_id = event.device_id`;

/** As the migration that made it has it. */
export const CREATE_VIEW = viewWith('');

/** Columns that came later, at the end. `position` is the order of arrival. */
export const ADDED_TO_VIEW = ['sample_rate', 'position'];

/** With them: once the table has them, the view may show them. */
export const UPDATE_VIEW = viewWith(ADDED_TO_VIEW.map((name) => `, ${name}`).join(''));

/** What became of each stream's events, for readers. Events that were left out of a sample are told apart. */
export const CREATE_STREAMS_VIEW = `
  CREATE OR REPLACE VIEW pugmark_streams_v1 AS
  SELECT stream_id, device_id, platform, max_seq - sampled AS numbered, received, rejected, lost, dropped - sampled AS dropped,
    sampled, first_seen, last_seen
  FROM (
    SELECT *, coalesce((
      SELECT sum((part ->> 1)::bigint - (part ->> 0)::bigint + 1) FROM jsonb_array_elements(drops -> 'sampled') AS part
    ), 0)::bigint AS sampled
    FROM streams
  ) AS stream`;
