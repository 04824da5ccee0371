import type { Subject } from '../model/question.ts';
import { raw, type Sql, sql } from './sql.ts';

const LAST = '9223372036854775807';

/** The order of events: time, number of the stream, arrival. Events without a number stand after those with one. */
export const ORDER = raw('event_time, seq NULLS LAST, position');

/** The same as one value that can be compared. @param of The name of a table. */
export const placeOf = (of: string): Sql =>
  raw(`(${of}.event_time, coalesce(${of}.seq, ${LAST}), ${of}.position)`);

const COLUMNS = { person: 'person_id', device: 'device_id', session: 'session_id' } as const;

/** Whose event it is. */
export const subjectOf = (by: Subject): Sql => raw(COLUMNS[by]);

/** Events that are somebody's: `server` is no device and no session of anybody. */
export function hasSubject(by: Subject): Sql {
  if (by === 'person') return raw('person_id IS NOT NULL');
  return sql`${subjectOf(by)} <> 'server'`;
}

/** ms since 1970. By floating point, which is far faster than numerics and exact to the ms. */
export const toMs = (time: string): Sql => raw(`round(date_part('epoch', ${time}) * 1000)`);
