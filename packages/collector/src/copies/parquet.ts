import { open } from 'node:fs/promises';
import type { StoredEvent } from '@pugmark/store';
import { type BegunFile, COLUMNS } from './event-file.ts';

/** Rows that are compressed together. */
const GROUP = 50_000;

const TYPES = { text: 'STRING', time: 'TIMESTAMP', number: 'INT64', json: 'JSON' } as const;

/** For DuckDB, pandas, Spark and the like. Its writer is loaded only when it is asked for. */
export async function beginParquet(path: string): Promise<BegunFile> {
  const { ParquetWriter, fileWriter, schemaFromColumnData } = await loadWriter();
  const columnsOf = (events: readonly StoredEvent[]) =>
    COLUMNS.map(([name, kind]) => ({
      name,
      type: TYPES[kind],
      nullable: true,
      data: events.map((event) => cellOf(event[name], kind)),
    }));
  const schema = schemaFromColumnData({ columnData: columnsOf([]) });
  const writer = new ParquetWriter({ writer: fileWriter(path), schema, createdBy: 'pugmark' });
  let waiting: StoredEvent[] = [];

  async function write(): Promise<void> {
    if (waiting.length > 0) await writer.write({ columnData: columnsOf(waiting), rowGroupSize: GROUP });
    waiting = [];
  }

  return {
    count: 0,
    file: {
      async append(events) {
        waiting.push(...events);
        if (waiting.length >= GROUP) await write();
      },
      async finish() {
        await write();
        await writer.finish();
        const handle = await open(path, 'r+');
        await handle.sync();
        await handle.close();
      },
      abandon: async () => {},
    },
  };
}

function cellOf(value: unknown, kind: keyof typeof TYPES): unknown {
  if (value === undefined) return undefined;
  if (kind === 'time') return new Date(value as string);
  return kind === 'number' ? BigInt(value as number) : value;
}

async function loadWriter(): Promise<typeof import('hyparquet-writer')> {
  try {
    return await import('hyparquet-writer');
  } catch {
    throw new Error('Parquet needs a package that is not installed: npm install hyparquet-writer');
  }
}
