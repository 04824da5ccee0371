/** Rows as the store keeps them, made by the server itself: many events of many people over the days that are kept. */

const DAY = 86_400_000;

/** `md5` gives what `random` would, and the same at each run. */
const idOf = (ms) =>
  `(lpad(to_hex(${ms}), 12, '0') || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15))::uuid`;

/** 200 names; the first is two events in five, the last one in ten thousand. */
const NAME = "'event_' || (200 * power(((i * 7919) % 10007) / 10007.0, 3))::int";

const fillDay = (day, first, count) => `
  INSERT INTO events (event_id, event_name, event_time, client_time, received_at, user_id, device_id, session_id,
    platform, stream_id, seq, facts, properties, marks)
  SELECT ${idOf('ms')}, ${NAME}, at, at, at,
    CASE WHEN i % 3 = 0 THEN 'user-' || device END, 'device-' || device, 'session-' || i / 10,
    (ARRAY['h5', 'miniapp', 'admin', 'server'])[1 + i % 4], 'stream-' || i / 10, 1 + i % 10,
    '{"osName":"iOS","osVersion":"18.1","deviceType":"mobile","appVersion":"3.2.1"}',
    jsonb_build_object('pagePath', '/pages/' || i % 50, 'price', i % 1000, 'title', 'Item ' || i), '[]'
  FROM (
    SELECT i, ms, to_timestamp(ms / 1000.0) AS at, (i / 10 * 7919) % 100000 AS device FROM (
      SELECT i, ${day} + ((i - ${first}) * ${DAY - 1}.0 / ${count})::bigint AS ms
      FROM generate_series(${first}::bigint, ${first + count - 1}) AS i
    ) AS numbers
  ) AS rows`;

const SUMS = [
  `INSERT INTO event_totals SELECT event_name, 0, count(*), max(received_at) FROM events GROUP BY event_name
    ON CONFLICT (event_name, shard) DO UPDATE SET count = excluded.count, last_seen = excluded.last_seen`,
  `INSERT INTO event_minutes SELECT (extract(epoch FROM received_at) / 60)::bigint, event_name, 0, count(*)
    FROM events GROUP BY 1, 2 ON CONFLICT DO NOTHING`,
  `INSERT INTO streams (stream_id, device_id, platform, first_seen, last_seen, max_seq, received, stored)
    SELECT stream_id, min(device_id), min(platform), min(received_at), max(received_at), max(seq), count(*),
      int8multirange(int8range(1, max(seq) + 1))
    FROM events GROUP BY stream_id ON CONFLICT DO NOTHING`,
  `INSERT INTO identities SELECT DISTINCT device_id, user_id, '{}'::jsonb, now(), now() FROM events
    WHERE user_id IS NOT NULL ON CONFLICT DO NOTHING`,
  `INSERT INTO stream_totals SELECT 15, count(*), sum(received), 0, 0, 0, '{}', 0 FROM streams
    ON CONFLICT (shard) DO UPDATE SET streams = excluded.streams, received = excluded.received`,
  'ANALYZE',
];

/**
 * @param {import('pg').Client} client
 * @param {{ first: number, count: number, days: number, now: number }} rows numbers of the events, over so many days
 */
export async function fill(client, { first, count, days, now }) {
  const today = Math.floor(now / DAY) * DAY;
  const perDay = Math.floor(count / days);
  // Checked when it is built, as a bulk load always is; the indexes are those of the store.
  await client.query('SET synchronous_commit = off');
  for (let day = 0; day < days; day++) {
    await client.query(fillDay(today - (days - day) * DAY, first + day * perDay, perDay));
  }
  for (const sql of SUMS) await client.query(sql);
}
