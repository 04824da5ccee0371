import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { StoredEvent } from '@pugmark/store';
import type { BegunFile } from './event-file.ts';

/** One event as JSON on each line. A file that was begun is gone on with, after its last whole line. */
export async function beginNdjson(path: string): Promise<BegunFile> {
  const { bytes, count, last } = await readWhole(path);
  const handle = await open(path, bytes === 0 ? 'w' : 'r+');
  await handle.truncate(bytes);
  let position = bytes;
  return {
    count,
    ...(last === undefined ? {} : { after: last.eventId }),
    file: {
      async append(events) {
        if (events.length === 0) return;
        const text = Buffer.from(`${events.map((event) => JSON.stringify(event)).join('\n')}\n`);
        await handle.write(text, 0, text.length, position);
        position += text.length;
      },
      async finish() {
        await handle.sync();
        await handle.close();
      },
      abandon: () => handle.close(),
    },
  };
}

/** The whole lines of a file: how many bytes and events they are, and the last one. */
async function readWhole(path: string): Promise<{ bytes: number; count: number; last?: StoredEvent }> {
  let bytes = 0;
  let count = 0;
  let last: StoredEvent | undefined;
  try {
    for await (const line of createInterface({
      input: createReadStream(path),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      const event = parse(line);
      // Cut off in the middle, by the end of the process that wrote it.
      if (event === undefined) break;
      bytes += Buffer.byteLength(line) + 1;
      count++;
      last = event;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { bytes, count, ...(last === undefined ? {} : { last }) };
}

function parse(line: string): StoredEvent | undefined {
  try {
    return JSON.parse(line) as StoredEvent;
  } catch {
    return undefined;
  }
}
