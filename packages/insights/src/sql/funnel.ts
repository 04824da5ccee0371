import type { FunnelAnswer } from '../model/answer.ts';
import type { ResolvedFunnel, Span } from '../model/resolved.ts';
import { type FunnelEvent, findAttempt } from '../sequence/funnel.ts';
import { type CountedAttempt, countAttempts } from '../sequence/funnel-steps.ts';
import { instant, isAnyOf, isSelected, isWithin, operandSql } from './conditions.ts';
import { hasSubject, ORDER, subjectOf, toMs } from './order.ts';
import type { Run } from './run.ts';
import { join, raw, type Sql, sql } from './sql.ts';

/** Beside the bits of the steps. */
const EXCLUDED = 2 ** 24;

interface Row {
  subject: string;
  /** `time:bits` of each event, in order. */
  events: string;
  /** The value of each, as JSON. */
  groups: string | null;
}

/**
 * The database sorts the events of each subject once; the attempts are found here in one pass over them. Joins of a
 * subject's events with themselves would cost the square of their number.
 */
export async function askFunnel(question: ResolvedFunnel, run: Run): Promise<FunnelAnswer['groups']> {
  const attempts = await readAttempts(question, run);
  return countAttempts(question, attempts);
}

async function readAttempts(
  question: ResolvedFunnel,
  run: Run,
): Promise<(CountedAttempt & { subject: string })[]> {
  const { range, window, steps, order } = question;
  if (range.to <= range.from) return [];
  const rows = await run<Row>(statement(question));
  return rows.flatMap(({ subject, events, groups }) => {
    const own = readEvents(events);
    const attempt = findAttempt(own, { steps: steps.length, order, window, range });
    if (!attempt) return [];
    const values = groups === null ? undefined : JSON.parse(groups);
    const group = values?.[attempt[0] as number];
    return [
      {
        subject,
        times: attempt.map((place) => (own[place] as FunnelEvent).time),
        group: group === null ? undefined : group,
      },
    ];
  });
}

function readEvents(text: string): FunnelEvent[] {
  return text.split(',').map((each) => {
    const colon = each.indexOf(':');
    const bits = Number(each.slice(colon + 1));
    return {
      time: Number(each.slice(0, colon)),
      steps: bits & (EXCLUDED - 1),
      isExcluded: bits >= EXCLUDED,
    };
  });
}

function statement({ by, steps, exclude, order, groupBy, range, window }: ResolvedFunnel): Sql {
  const bits = join(
    [
      ...steps.map(
        (step, index) => sql`CASE WHEN ${isSelected(step)} THEN ${raw(String(2 ** index))} ELSE 0 END`,
      ),
      ...(exclude.length > 0
        ? [sql`CASE WHEN ${join(exclude.map(isSelected), ' OR ')} THEN ${raw(String(EXCLUDED))} ELSE 0 END`]
        : []),
    ],
    ' + ',
  );
  const span: Span = { from: range.from, to: range.to };
  // Between two steps of a strict funnel stands nothing, so that everything has to be looked at.
  const isLookedAt = order === 'strict' ? raw('TRUE') : isAnyOf([...steps, ...exclude]);
  const begins = order === 'any' ? raw('bits <> 0') : raw('bits & 1 = 1');
  return sql`
    WITH seen AS MATERIALIZED (
      SELECT ${subjectOf(by)} AS subject, event_time, seq, position, ${bits} AS bits,
        ${groupBy ? operandSql(groupBy) : raw('NULL::jsonb')} AS grp
      FROM pugmark_events_v1
      WHERE event_time >= ${instant(span.from)} AND event_time <= ${instant(range.to + window)}
        AND ${hasSubject(by)} AND ${isLookedAt}
    )
    SELECT subject, string_agg(${toMs('event_time')}::text || ':' || bits, ',' ORDER BY ${ORDER}) AS events,
      ${groupBy ? sql`jsonb_agg(grp ORDER BY ${ORDER})::text` : raw('NULL')} AS groups
    FROM seen GROUP BY subject HAVING bool_or(${begins} AND ${isWithin(span)})`;
}

/** Who got how far: the subjects, and how many steps each has reached. */
export const askReached = async (
  question: ResolvedFunnel,
  run: Run,
): Promise<{ subject: string; steps: number }[]> =>
  (await readAttempts(question, run)).map(({ subject, times }) => ({ subject, steps: times.length }));
