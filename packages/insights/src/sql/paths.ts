import type { PathLink } from '../model/answer.ts';
import type { ResolvedPaths } from '../model/resolved.ts';
import { largestLinks } from '../sequence/links.ts';
import { holds, isSelected, isWithin } from './conditions.ts';
import { hasSubject, ORDER, subjectOf } from './order.ts';
import type { Run } from './run.ts';
import { raw, sql } from './sql.ts';

export async function askPaths(
  { anchor, range, by, where, direction, steps, limit }: ResolvedPaths,
  run: Run,
): Promise<PathLink[]> {
  if (range.to <= range.from) return [];
  const subject = subjectOf(by);
  const filter = where ? sql` AND ${holds(where)}` : raw('');
  const step =
    direction === 'after' ? raw('walked.place - anchors.place + 1') : raw('anchors.place - walked.place');
  const rows = await run<PathLink>(sql`
    WITH concerned AS MATERIALIZED (
      SELECT DISTINCT ${subject} AS subject FROM pugmark_events_v1
      WHERE ${isWithin(range)} AND ${isSelected(anchor)} AND ${hasSubject(by)}${filter}
    ), own AS MATERIALIZED (
      SELECT ${subject} AS subject, event_name, event_time, seq, position,
        ${isSelected(anchor)} AND ${isWithin(range)} AS is_anchor
      FROM pugmark_events_v1 WHERE ${hasSubject(by)}${filter}
    ), walked AS MATERIALIZED (
      SELECT subject, event_name, is_anchor, row_number() OVER own_order AS place, lead(event_name) OVER own_order AS next
      FROM own WHERE subject IN (SELECT subject FROM concerned)
      WINDOW own_order AS (PARTITION BY subject ORDER BY ${ORDER})
    ), anchors AS (
      SELECT subject, min(place) AS place FROM walked WHERE is_anchor GROUP BY subject
    )
    SELECT (${step})::float8 AS step, walked.event_name AS "from", walked.next AS "to", count(*)::float8 AS count
    FROM walked JOIN anchors ON anchors.subject = walked.subject
    WHERE walked.next IS NOT NULL AND ${step} BETWEEN 1 AND ${steps}::integer
    GROUP BY 1, 2, 3`);
  return largestLinks(rows, limit);
}
