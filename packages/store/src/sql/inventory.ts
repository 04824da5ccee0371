import { EVENT_SELECTION } from './columns.ts';

/** `$2` ends the range; without it the highest id there is, which is no event's, does. */
const IN_RANGE = `event_id >= $1::uuid AND event_id < coalesce($2::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')`;

export const READ_IN_RANGE = `
  SELECT ${EVENT_SELECTION} FROM events
  WHERE ${IN_RANGE} AND ($3::uuid IS NULL OR event_id > $3)
  ORDER BY event_id LIMIT $4`;

export const COUNT_IN_RANGE = `SELECT count(*)::float8 AS count FROM events WHERE ${IN_RANGE}`;

/** The first id of a range that tells its time: version 7, or 8 as the collector derives it. */
export const READ_FIRST_ID = `
  SELECT event_id FROM events
  WHERE ${IN_RANGE} AND substr(event_id::text, 15, 1) IN ('7', '8') ORDER BY event_id LIMIT 1`;
