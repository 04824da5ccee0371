import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type KeyValueStore, streamOfKey } from '@pugmark/core';
import type { Locks } from './locks.js';
import { createSegmentReader } from './segment-reader.js';
import { unlessAbsent } from './segments.js';
import { createStreamLog, type StreamLog } from './stream-log.js';
import { createWriter, type DiskDurability } from './writer.js';

/** The queue on disk: a directory of streams, each with a log of its own that only the holder of its lock writes. */
export interface DiskStore extends KeyValueStore {
  /** The stream may have been taken from this process: what is written next goes into new files. */
  rotate(streamId: string): Promise<void>;
  /** Streams that nobody alive holds. */
  orphans(): string[];
  /** After the streams were left: no file stays open, and none that holds nothing. Never rejects. */
  close(): Promise<void>;
}

/** @param directory Of the streams; made at the first write. */
export function createDiskStore(
  directory: string,
  durability: DiskDurability,
  locks: Pick<Locks, 'holder' | 'sweep'>,
): DiskStore {
  const id = randomBytes(6).toString('hex');
  const logs = new Map<string, StreamLog>();
  const reader = createSegmentReader();

  const logOf = (streamId: string) => {
    const path = join(directory, encodeURIComponent(streamId));
    const log = logs.get(streamId) ?? createStreamLog(path, id, createWriter(path, durability), reader);
    logs.set(streamId, log);
    return log;
  };

  const group = <T>(items: readonly T[], keyOf: (item: T) => string) => {
    const groups = new Map<string, T[]>();
    for (const item of items) {
      const streamId = streamOfKey(keyOf(item));
      const group = groups.get(streamId);
      if (group) group.push(item);
      else groups.set(streamId, [item]);
    }
    return [...groups];
  };

  /** What else somebody may have put there, such as a file of the desktop, is none. */
  const streams = () =>
    (unlessAbsent(() => readdirSync(directory, { withFileTypes: true })) ?? [])
      .filter((entry) => entry.isDirectory() && entry.name === encodeURIComponent(entry.name))
      .map(({ name }) => name);

  const orphans = () => streams().filter((id) => locks.holder(id) === undefined);

  return {
    async keys() {
      const keys: string[] = [];
      for (const streamId of streams()) {
        // However much was left behind, the app has its turn in between.
        await setImmediate();
        const holder = locks.holder(streamId);
        // What the living hold is theirs to send: it need not even be read.
        if (holder === 'other') continue;
        const log = logOf(streamId);
        await log.refresh();
        keys.push(...log.keys());
        // All that a dead process left was acknowledged. If another is sweeping here too, one of them succeeds.
        if (!holder && !log.keys()[0]) await locks.sweep(streamId, log.discard).catch(() => {});
      }
      return keys;
    },
    get: (key) => logOf(streamOfKey(key)).get(key),
    async set(entries) {
      await Promise.all(group(entries, ([key]) => key).map(([id, items]) => logOf(id).set(items)));
    },
    async remove(keys) {
      await Promise.all(group(keys, (key) => key).map(([id, items]) => logOf(id).remove(items)));
    },
    async close() {
      // What the engine asked for at its end is done by the next turn of the loop.
      await setImmediate();
      const closed = [...logs].map(async ([streamId, log]) => {
        await log.close();
        if (!log.keys()[0]) await locks.sweep(streamId, log.discard);
      });
      await Promise.allSettled(closed);
      logs.clear();
    },
    rotate: async (streamId) => logs.get(streamId)?.rotate(),
    orphans,
  };
}
