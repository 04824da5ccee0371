/**
 * The one view that readers have of events, with the person of each: its user; else the user of the first binding of its
 * device at or after it; else of the last one before it; else the device. A device is bound to a user by each event that
 * has both. Nearly every device has one user at most, which `identities` knows; only where there are several is the
 * device's history looked through.
 */
const viewWith = (added: string) => `
  CREATE OR REPLACE VIEW pugmark_events_v1 AS
  SELECT
    CASE
      WHEN user_id IS NOT NULL THEN user_id
      WHEN device_id = 'server' THEN NULL
      ELSE coalesce((
        SELECT CASE
          WHEN count(*) = 1 THEN min(link.user_id)
          WHEN count(*) > 1 THEN coalesce((
            SELECT bound.user_id FROM events AS bound
            WHERE bound.device_id = event.device_id AND bound.user_id IS NOT NULL
              AND bound.event_time >= event.event_time
            ORDER BY bound.event_time, bound.event_id LIMIT 1
          ), (
            SELECT bound.user_id FROM events AS bound
            WHERE bound.device_id = event.device_id AND bound.user_id IS NOT NULL
              AND bound.event_time < event.event_time
            ORDER BY bound.event_time DESC, bound.event_id DESC LIMIT 1
          ))
        END FROM identities AS link WHERE link.device_id = event.device_id
      ), device_id)
    END AS person_id,
    device_id, user_id, session_id, event_name, event_time, received_at, platform, facts, properties, marks,
    event_id, stream_id, seq${added}
  FROM events AS event`;

/** As the migration that made it has it. */
export const CREATE_VIEW = viewWith('');

/** Columns that came later, at the end. */
export const ADDED_TO_VIEW = ['sample_rate'];

/** With them: once the table has them, the view may show them. */
export const UPDATE_VIEW = viewWith(ADDED_TO_VIEW.map((name) => `, ${name}`).join(''));
