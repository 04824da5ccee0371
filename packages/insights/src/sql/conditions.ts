import type { JsonValue } from '@pugmark/store';
import type { Operand } from '../model/question.ts';
import type { Condition, Selection, Span } from '../model/resolved.ts';
import { join, raw, type Sql, sql } from './sql.ts';

const COLUMNS = {
  eventName: 'event_name',
  platform: 'platform',
  userId: 'user_id',
  deviceId: 'device_id',
  sessionId: 'session_id',
  personId: 'person_id',
} as const;

/** The value of an operand as jsonb; NULL where it is missing, and `null` is missing. */
export function operandSql(operand: Operand): Sql {
  if ('field' in operand) return sql`to_jsonb(${raw(COLUMNS[operand.field])})`;
  const [column, name] = 'property' in operand ? ['properties', operand.property] : ['facts', operand.fact];
  return sql`nullif(${raw(column)} -> ${name}::text, 'null'::jsonb)`;
}

/** A JSON number as a numeric; NULL for everything else. */
export const numberOf = (value: Sql): Sql =>
  sql`CASE WHEN jsonb_typeof(${value}) = 'number' THEN (${value} #>> '{}')::numeric END`;

const json = (value: JsonValue) => sql`${JSON.stringify(value)}::jsonb`;

/** Never NULL: what is missing fulfils nothing, and `not` is the plain opposite. */
export function holds(condition: Condition): Sql {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const isAll = condition.kind === 'all';
      if (condition.conditions.length === 0) return raw(isAll ? 'TRUE' : 'FALSE');
      return sql`(${join(condition.conditions.map(holds), isAll ? ' AND ' : ' OR ')})`;
    }
    case 'not':
      return sql`NOT ${holds(condition.condition)}`;
    case 'test':
      return test(condition);
  }
}

function test({ operand, op, value }: Extract<Condition, { kind: 'test' }>): Sql {
  const found = operandSql(operand);
  switch (op) {
    case 'exists':
      return sql`(${found} IS ${raw(value === true ? 'NOT NULL' : 'NULL')})`;
    case '=':
      return equals(operand, found, value);
    case 'in': {
      const list = value as JsonValue[];
      return list.length === 0
        ? raw('FALSE')
        : sql`(${join(
            list.map((each) => equals(operand, found, each)),
            ' OR ',
          )})`;
    }
    case 'contains':
      return contains(found, value);
    default:
      return compare(found, raw(op), value);
  }
}

/** A field is compared as text, so that its index can be used. */
function equals(operand: Operand, found: Sql, value: JsonValue): Sql {
  if (value === null) return raw('FALSE');
  if (!('field' in operand)) return sql`(${found} = ${json(value)}) IS TRUE`;
  if (typeof value !== 'string') return raw('FALSE');
  return sql`(${raw(COLUMNS[operand.field])} = ${value}::text) IS TRUE`;
}

function contains(found: Sql, value: JsonValue): Sql {
  const isElement = sql`(jsonb_typeof(${found}) = 'array' AND EXISTS (
    SELECT 1 FROM jsonb_array_elements(CASE WHEN jsonb_typeof(${found}) = 'array' THEN ${found} END) AS element(value)
    WHERE element.value = ${json(value)})) IS TRUE`;
  if (typeof value !== 'string') return sql`(${isElement})`;
  return sql`(${isElement} OR
    (jsonb_typeof(${found}) = 'string' AND strpos(${found} #>> '{}', ${value}::text) > 0) IS TRUE)`;
}

function compare(found: Sql, op: Sql, value: JsonValue): Sql {
  if (typeof value === 'number') return sql`(${numberOf(found)} ${op} ${String(value)}::numeric) IS TRUE`;
  if (typeof value !== 'string') return raw('FALSE');
  return sql`(CASE WHEN jsonb_typeof(${found}) = 'string' THEN ${found} #>> '{}' END
    COLLATE "C" ${op} ${value}::text) IS TRUE`;
}

/** Whether an event is one of those that are selected. */
export function isSelected({ event, where }: Selection): Sql {
  const parts = [
    ...(event === undefined ? [] : [sql`event_name = ${event}::text`]),
    ...(where === undefined ? [] : [holds(where)]),
  ];
  return parts.length === 0 ? raw('TRUE') : sql`(${join(parts, ' AND ')})`;
}

/** Whether it is any of them; the names come first, since there is an index of them. */
export function isAnyOf(selections: readonly Selection[]): Sql {
  const names = [...new Set(selections.map(({ event }) => event))];
  const all = sql`(${join(selections.map(isSelected), ' OR ')})`;
  const known = names.filter((name) => name !== undefined);
  return known.length < names.length ? all : sql`event_name = ANY (${known}::text[]) AND ${all}`;
}

export const instant = (time: number): Sql => sql`${new Date(time).toISOString()}::timestamptz`;

export const isWithin = ({ from, to }: Span): Sql =>
  sql`event_time >= ${instant(from)} AND event_time < ${instant(to)}`;
