import type { Completeness } from '../model/answer.ts';
import type { Span } from '../model/resolved.ts';
import { isWithin } from './conditions.ts';
import type { Run } from './run.ts';
import { sql } from './sql.ts';

/** Over all streams that have an event in the span, whole streams. */
export async function askCompleteness(span: Span, run: Run): Promise<Completeness> {
  const [row] = await run<Omit<Completeness, 'share'> & { stored: number }>(sql`
    SELECT coalesce(sum(numbered), 0)::float8 AS numbered, coalesce(sum(received), 0)::float8 AS stored,
      coalesce(sum(lost), 0)::float8 AS lost, coalesce(sum(dropped), 0)::float8 AS dropped,
      coalesce(sum(rejected), 0)::float8 AS rejected, coalesce(sum(sampled), 0)::float8 AS sampled
    FROM pugmark_streams_v1
    WHERE stream_id IN (
      SELECT DISTINCT stream_id FROM pugmark_events_v1 WHERE ${isWithin(span)} AND stream_id IS NOT NULL)`);
  const { numbered = 0, stored = 0, lost = 0, dropped = 0, rejected = 0, sampled = 0 } = row ?? {};
  return { numbered, lost, dropped, rejected, sampled, share: numbered > 0 ? stored / numbered : null };
}
