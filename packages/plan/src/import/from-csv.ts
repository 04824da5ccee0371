import { parse } from 'csv-parse/sync';
import { PRIORITIES } from '../model/words.js';
import { toEventName } from '../naming/event-name.js';
import { columnOf, HEADINGS } from './csv-columns.js';
import { csvProperty, type Row } from './csv-property.js';
import { type Draft, originKey } from './draft.js';

/** Rows of this event are properties of every event. */
const COMMON = ['*', 'common', '公共', '公共属性'];

/** Reads a table with a row for each property; a row without an event belongs to the event above it. */
export function importCsv(text: string, file: string, draft: Draft): void {
  const [head, ...records] = read(text, file);
  const columns = (head?.record ?? []).map(columnOf);
  if (!columns.includes('event'))
    throw new Error(
      `${file}: the first row must name the columns, "event" among them: ${HEADINGS.join(', ')}`,
    );
  const report = (line: number, message: string) =>
    draft.unmapped.push({ file, at: `line ${line}`, message });
  for (const [index, heading] of (head?.record ?? []).entries())
    if (columns[index] === undefined && heading !== '')
      report(1, `the column "${heading}" has no counterpart in a plan`);
  let above: string | undefined;
  for (const { record, line } of records) {
    const row: Row = new Map();
    for (const [index, cell] of record.entries()) {
      const column = columns[index];
      if (column && cell !== '' && !row.has(column)) row.set(column, cell);
    }
    const given = row.get('event');
    const event = given === undefined ? above : isCommon(given) ? '*' : toEventName(given);
    above = event;
    if (event === undefined)
      report(
        line,
        given === undefined
          ? 'left out: no event stands above'
          : `left out: "${given}" is no name of an event`,
      );
    else addRow(event, row, { file, line }, draft, (message) => report(line, message));
  }
}

function addRow(
  event: string,
  row: Row,
  { file, line }: { file: string; line: number },
  draft: Draft,
  report: (message: string) => void,
): void {
  const origin = { file, at: `line ${line}` };
  const properties = event === '*' ? draft.common : addEvent(event, row, draft, origin, report).properties;
  const name = row.get('property');
  if (name === undefined) return;
  if (Object.hasOwn(properties, name)) {
    report(`left out: "${name}" is there already`);
    return;
  }
  const property = csvProperty(row, report);
  if (!property) return;
  properties[name] = property;
  draft.origin.set(
    originKey(event === '*' ? ['common', name] : ['events', event, 'properties', name]),
    origin,
  );
}

function addEvent(
  name: string,
  row: Row,
  draft: Draft,
  origin: { file: string; at: string },
  report: (message: string) => void,
) {
  const known = Object.hasOwn(draft.events, name) ? draft.events[name] : undefined;
  const event = known ?? { properties: {} };
  if (!known) draft.origin.set(originKey(['events', name]), origin);
  draft.events[name] = event;
  // Beside a property the description is the property's.
  const description =
    row.get('eventDescription') ?? (row.has('property') ? undefined : row.get('description'));
  if (description !== undefined) event.description ??= description;
  for (const key of ['trigger', 'owner', 'group'] as const) {
    const value = row.get(key);
    if (value !== undefined) event[key] ??= value;
  }
  const priority = row.get('priority');
  const word = PRIORITIES.find((one) => one.toLowerCase() === priority?.toLowerCase());
  if (word) event.priority ??= word;
  else if (priority !== undefined) report(`the priority "${priority}" is none of ${PRIORITIES.join(', ')}`);
  return event;
}

interface CsvRecord {
  record: string[];
  line: number;
}

function read(text: string, file: string): CsvRecord[] {
  const [first = ''] = text.split('\n', 1);
  const [delimiter = ','] = [',', ';', '\t'].sort((a, b) => first.split(b).length - first.split(a).length);
  try {
    const records = parse(text, {
      ...{ delimiter, bom: true, trim: true, info: true },
      ...{ relax_column_count: true, skip_empty_lines: true },
    }) as unknown as { record: string[]; info: { lines: number } }[];
    return records.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const isCommon = (name: string) => COMMON.includes(name.toLowerCase());
