import type { StoredEvent } from '../event.ts';

type Kind = 'uuid' | 'text' | 'time' | 'number' | 'share' | 'json';

interface Column<Required extends boolean = boolean> {
  name: string;
  kind: Kind;
  required: Required;
}

type IsRequired<Field extends keyof StoredEvent> =
  Record<never, never> extends Pick<StoredEvent, Field> ? false : true;

/**
 * How each field of an event is kept. Insert, select, row type, schema and the reading of rows are all made from this
 * list; a field that is added to `StoredEvent` and forgotten here does not compile. A column that is added later needs
 * nothing else, as long as it is not required: see `ADD_COLUMNS`.
 */
const COLUMNS = {
  eventId: { name: 'event_id', kind: 'uuid', required: true },
  eventName: { name: 'event_name', kind: 'text', required: true },
  eventTime: { name: 'event_time', kind: 'time', required: true },
  clientTime: { name: 'client_time', kind: 'time', required: true },
  receivedAt: { name: 'received_at', kind: 'time', required: true },
  userId: { name: 'user_id', kind: 'text', required: false },
  identities: { name: 'identities', kind: 'json', required: false },
  deviceId: { name: 'device_id', kind: 'text', required: true },
  sessionId: { name: 'session_id', kind: 'text', required: true },
  platform: { name: 'platform', kind: 'text', required: true },
  streamId: { name: 'stream_id', kind: 'text', required: false },
  seq: { name: 'seq', kind: 'number', required: false },
  priority: { name: 'priority', kind: 'text', required: false },
  sampleRate: { name: 'sample_rate', kind: 'share', required: false },
  facts: { name: 'facts', kind: 'json', required: true },
  properties: { name: 'properties', kind: 'json', required: true },
  marks: { name: 'marks', kind: 'json', required: true },
  plan: { name: 'plan', kind: 'json', required: false },
} as const satisfies { [Field in keyof Required<StoredEvent>]: Column<IsRequired<Field>> };

type Columns = typeof COLUMNS;
type ValueOf<Field extends keyof Columns> = Columns[Field]['kind'] extends 'time'
  ? Date
  : NonNullable<StoredEvent[Field]>;

/** An event as a PostgreSQL driver gives it, selected by `EVENT_SELECTION`. */
export type EventRow = {
  [Field in keyof Columns as Columns[Field]['name']]:
    | ValueOf<Field>
    | (Columns[Field]['required'] extends true ? never : null);
};

const entries = Object.entries(COLUMNS) as [keyof Columns, Column][];

const SQL_TYPES: Record<Kind, string> = {
  uuid: 'uuid',
  text: 'text',
  time: 'timestamptz',
  number: 'bigint',
  share: 'double precision',
  json: 'jsonb',
};

const list = (text: (field: string, column: Column) => string) =>
  entries.map(([field, column]) => text(field, column)).join(', ');

/** `event_id, event_name, …` */
export const EVENT_COLUMNS = list((_, { name }) => name);

/** Numbers leave as double precision: bigint comes back as text from some drivers. */
export const EVENT_SELECTION = list((_, { name, kind }) =>
  kind === 'number' ? `${name}::float8 AS ${name}` : name,
);

/** As many columns without a value, for a row that is no event. */
export const NO_EVENT = list((_, { name, kind }) =>
  kind === 'number' ? `NULL::float8 AS ${name}` : `NULL::${SQL_TYPES[kind]} AS ${name}`,
);

/** The fields as they stand in the JSON of an event: `"eventId", "eventName", …`. */
export const EVENT_FIELDS = list((field) => `"${field}"`);

/** The same with their types, for `json_to_recordset`. */
export const EVENT_RECORD = list((field, { kind }) => `"${field}" ${SQL_TYPES[kind]}`);

/** For `CREATE TABLE`; the key is declared by the table. */
export const EVENT_SCHEMA = list(
  (_, { name, kind, required }) => `${name} ${SQL_TYPES[kind]}${required ? ' NOT NULL' : ''}`,
);

/** Brings a table of an older version up to date. Required columns were there from the beginning. */
export const ADD_COLUMNS = `ALTER TABLE events ${entries
  .filter(([, { required }]) => !required)
  .map(([, { name, kind }]) => `ADD COLUMN IF NOT EXISTS ${name} ${SQL_TYPES[kind]}`)
  .join(', ')}`;

/** The columns that a table may lack, see `ADD_COLUMNS`. */
export const ADDABLE_COLUMNS = entries.filter(([, { required }]) => !required).map(([, { name }]) => name);

export function toEvent(row: EventRow): StoredEvent {
  const values = row as Record<string, unknown>;
  const event: Record<string, unknown> = {};
  for (const [field, { name, kind }] of entries) {
    const value = values[name];
    if (value === null || value === undefined) continue;
    event[field] = kind === 'time' ? (value as Date).toISOString() : value;
  }
  return event as unknown as StoredEvent;
}
