import { MAX_REJECTED, REJECTED_DAYS, type Rejections } from '../rejections.ts';
import type { SqlClient, SqlQuery } from './client.ts';
import { send } from './send.ts';

const ADD = `
  INSERT INTO rejected_events (received_at, sent_at, code, message, app, event_name, device_id, user_id, body)
  SELECT "receivedAt", "sentAt", code, message, app, "eventName", "deviceId", "userId", body
  FROM json_to_recordset($1::json) AS row (
    "receivedAt" timestamptz, "sentAt" timestamptz, code text, message text, app text, "eventName" text, "deviceId" text,
    "userId" text, body text)`;

/** By id alone, which is quick: nothing older than a newer one that is too old. */
const REMOVE_OLD = `
  DELETE FROM rejected_events WHERE id <= greatest(
    (SELECT max(id) FROM rejected_events) - ${MAX_REJECTED},
    coalesce((SELECT max(id) FROM rejected_events WHERE received_at < now() - interval '${REJECTED_DAYS} days'), 0))`;

const READ = `
  SELECT id::text AS "rejectedId", received_at, sent_at, code, message, app, event_name AS "eventName",
    device_id AS "deviceId", user_id AS "userId", body
  FROM rejected_events
  WHERE ($1::text IS NULL OR code = $1) AND ($2::bigint IS NULL OR id < $2)
  ORDER BY id DESC LIMIT $3`;

const REMOVE = `
  DELETE FROM rejected_events WHERE id = ANY (ARRAY(SELECT item::bigint FROM json_array_elements_text($1::json) AS items (item)))`;

interface Row {
  rejectedId: string;
  received_at: Date;
  sent_at: Date | null;
  code: string;
  message: string;
  app: string | null;
  eventName: string | null;
  deviceId: string | null;
  userId: string | null;
  body: string;
}

/** What was rejected, over any PostgreSQL. */
export function createRejections(writes: SqlClient, reads: SqlQuery): Rejections {
  return {
    async keepRejected(events) {
      await writes.transaction(async (tx) => {
        await send(tx, ADD, events);
        await tx.query(REMOVE_OLD);
      });
    },
    async rejectedEvents({ code, before, limit }) {
      const rows = await reads.query<Row>(READ, [code ?? null, before ?? null, limit]);
      return rows.map(({ received_at, sent_at, ...row }) => ({
        ...row,
        receivedAt: received_at.toISOString(),
        sentAt: sent_at?.toISOString() ?? null,
      }));
    },
    async forgetRejected(ids) {
      await send(writes, REMOVE, ids);
    },
  };
}
