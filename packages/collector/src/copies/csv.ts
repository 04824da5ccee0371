import { open } from 'node:fs/promises';
import type { StoredEvent } from '@pugmark/store';
import { stringify } from 'csv-stringify/sync';
import { type BegunFile, COLUMNS } from './event-file.ts';

/**
 * For spreadsheets: with a byte order mark, so that they read it as UTF-8, and with texts that they would take for formulas
 * made harmless. It begins anew each time, for a row that was cut off cannot be told from a whole one.
 */
export async function beginCsv(path: string): Promise<BegunFile> {
  const handle = await open(path, 'w');
  const names = COLUMNS.map(([name]) => name);
  await handle.write(`\ufeff${stringify([names])}`);
  return {
    count: 0,
    file: {
      async append(events) {
        if (events.length > 0) await handle.write(stringify(events.map(rowOf), { escape_formulas: true }));
      },
      async finish() {
        await handle.sync();
        await handle.close();
      },
      abandon: () => handle.close(),
    },
  };
}

function rowOf(event: StoredEvent): (string | number | undefined)[] {
  return COLUMNS.map(([name, kind]) => {
    const value = event[name];
    return kind === 'json' && value !== undefined
      ? JSON.stringify(value)
      : (value as string | number | undefined);
  });
}
