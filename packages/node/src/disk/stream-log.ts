import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type Entry, encodeEntries, type Place } from './frame.js';
import { createSegmentReader, type SegmentReader } from './segment-reader.js';
import { listSegments, numberOf, readSegment, removeFile, segmentName } from './segments.js';
import type { SegmentWriter } from './writer.js';

/** A segment that has grown beyond this is followed by the next, in bytes. */
const SEGMENT_BYTES = 1_048_576;
/** An open segment in which nothing waits any more is removed from this size on, in bytes. */
const IDLE_BYTES = 262_144;
/** Removed records may take this much more room than those that wait before they are cleaned out, in bytes. */
const SLACK_BYTES = 4 * SEGMENT_BYTES;

/** The write-ahead log of one stream: a directory of segment files, and where in them each record lies. */
export interface StreamLog {
  /** Reads what others have written or removed here since it was last read. */
  refresh(): Promise<void>;
  keys(): string[];
  get(key: string): Promise<string | undefined>;
  /**
   * Writes the entries before it returns, and resolves once they are as durable as was asked for. On a disk in trouble
   * it writes in the background.
   */
  set(entries: ReadonlyArray<readonly [key: string, value: string]>): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  /** The next write begins a new segment: the open one may have been removed by another process. */
  rotate(): Promise<void>;
  /** Removes all files, if nothing waits in them. */
  discard(): Promise<void>;
  /** Resolves when all that was asked for before is done, with no file open. */
  close(): Promise<void>;
}

interface Segment {
  name: string;
  size: number;
  /** Records in it that wait. */
  live: number;
  isOwn: boolean;
  /** Keys of it that were removed; one that was read is read again when it grows. */
  removed: Set<string>;
}

/** @param id Of this writer; no other may have the same. */
export function createStreamLog(
  directory: string,
  id: string,
  writer: SegmentWriter,
  reader: SegmentReader = createSegmentReader(),
): StreamLog {
  /** Oldest first. */
  let segments: Segment[] = [];
  const records = new Map<string, { segment: Segment; place: Place }>();
  let liveBytes = 0;
  /** Keys whose write is under way: they can be removed already. */
  const coming = new Set<string>();
  /** A write that is not yet as durable as was asked for: until it is, nothing else may touch the files. */
  let busy: Promise<void> | undefined;
  /** Readings, one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(action: () => T | Promise<T>): Promise<T> => {
    const done = turn.then(async () => {
      while (busy) await busy;
      return action();
    });
    turn = done.catch(() => {});
    return done;
  };
  const pathOf = ({ name }: Pick<Segment, 'name'>) => join(directory, name);
  const removeSegment = (segment: Segment) => {
    reader.forget(pathOf(segment));
    removeFile(pathOf(segment));
  };

  const take = (key: string) => {
    const record = records.get(key);
    if (!record) return undefined;
    record.segment.live--;
    liveBytes -= record.place.length;
    records.delete(key);
    return record.segment;
  };
  const put = (key: string, segment: Segment, place: Place) => {
    take(key);
    segment.live++;
    liveBytes += place.length;
    records.set(key, { segment, place });
  };
  const forget = (key: string) => {
    const segment = take(key);
    if (segment && !segment.isOwn) segment.removed.add(key);
  };

  const openSegment = (): Segment => {
    const last = segments.at(-1);
    if (last && last.name === writer.name && last.size < SEGMENT_BYTES) return last;
    writer.end();
    const highest = Math.max(0, ...listSegments(directory).map(({ name }) => numberOf(name)));
    const name = segmentName(Math.max(highest, last ? numberOf(last.name) : 0) + 1, id);
    writer.begin(name);
    const segment = { name, size: 0, live: 0, isOwn: true, removed: new Set<string>() };
    segments.push(segment);
    return segment;
  };

  /** Writes at once; resolves once it is durable. */
  const append = (entries: Parameters<typeof encodeEntries>[0]) => {
    const segment = openSegment();
    reader.forget(pathOf(segment));
    const start = writer.size;
    const { bytes, places } = encodeEntries(entries);
    const durable = writer.append(bytes);
    segment.size = start + bytes.length;
    return { segment, durable, places: places.map(({ at, length }) => ({ at: start + at, length })) };
  };

  /**
   * Only the oldest may go: a later segment may hold the word that a record of an earlier one was removed. One record
   * that waits for long would hold up all the others, so when they outgrow what waits it is copied to the end.
   */
  const clean = () => {
    for (;;) {
      const [oldest] = segments;
      if (!oldest || busy) return;
      const isOpen = oldest.name === writer.name;
      if (oldest.live && (isOpen || !isWasteful())) return;
      if (isOpen && oldest.size < IDLE_BYTES) return;
      // Cleaned out later, when what was moved is durable.
      if (oldest.live && moveToEnd(oldest)) return;
      if (isOpen) writer.end();
      removeSegment(oldest);
      segments.shift();
    }
  };
  const isWasteful = () => {
    const total = segments.reduce((sum, { size }) => sum + size, 0);
    return total > 2 * liveBytes + SLACK_BYTES;
  };
  const moveToEnd = (segment: Segment) => {
    const moved: [key: string, value: string][] = [];
    for (const [key, record] of [...records]) {
      if (record.segment !== segment) continue;
      const value = reader.read(pathOf(segment), record.place);
      if (value === undefined) forget(key);
      else moved.push([key, value]);
    }
    if (!moved[0]) return undefined;
    const { segment: to, places, durable } = append(moved);
    for (const [index, [key]] of moved.entries()) put(key, to, places[index] as Place);
    return hold(durable);
  };
  const hold = (durable: Promise<void> | undefined) => {
    busy = durable?.then(
      () => {
        busy = undefined;
      },
      () => {
        busy = undefined;
      },
    );
    return busy;
  };

  /** Without an await where nothing has to be waited for: when it returns then, the system has the entries. */
  const commit = async (
    entries: Parameters<typeof encodeEntries>[0],
    settle: (segment: Segment, places: Place[]) => void,
  ) => {
    while (busy) await busy;
    const { segment, places, durable } = append(entries);
    if (durable) {
      hold(durable);
      await durable;
    }
    settle(segment, places);
    try {
      clean();
    } catch {
      // Written is written; what could not be cleaned up now is cleaned up later.
    }
  };

  /** Segments that must be read, by others or from before. */
  const unread = (listed: ReturnType<typeof listSegments>) =>
    listed.filter(({ name, size }) => {
      const known = segments.find((segment) => segment.name === name);
      return !known || (!known.isOwn && known.size !== size);
    });

  /** @param read Entries of segments that were read before, with the size of which they are all. */
  const refresh = (read = new Map<string, { size: number; entries: Entry[] }>()) => {
    const listed = listSegments(directory);
    const present = new Set(listed.map(({ name }) => name));
    if (writer.name && !present.has(writer.name)) writer.end();
    for (const [key, { segment }] of [...records]) if (!present.has(segment.name)) take(key);
    segments = segments.filter(({ name }) => present.has(name));
    const removed: string[] = [];
    for (const { name, size } of unread(listed)) {
      const known = segments.find((segment) => segment.name === name);
      const segment = known ?? { name, size, live: 0, isOwn: false, removed: new Set() };
      if (!known) segments.push(segment);
      segment.size = size;
      reader.forget(pathOf(segment));
      const before = read.get(name);
      for (const { key, place } of before?.size === size ? before.entries : readSegment(pathOf(segment))) {
        if (!place) removed.push(key);
        else if (!segment.removed.has(key)) put(key, segment, place);
      }
    }
    segments.sort((a, b) => (a.name < b.name ? -1 : 1));
    // A key is never used again, so a removed one stays removed, whichever file was read first.
    for (const key of removed) forget(key);
  };

  /** The same, one segment a turn of the loop: what a dead process left may be large, and the app has other work. */
  const refreshSlowly = async () => {
    const read = new Map<string, { size: number; entries: Entry[] }>();
    for (const [index, { name, size }] of unread(listSegments(directory)).entries()) {
      if (index) await setImmediate();
      read.set(name, { size, entries: readSegment(pathOf({ name })) });
    }
    refresh(read);
  };

  return {
    refresh: () => inTurn(refreshSlowly),
    keys: () => [...records.keys()],
    get: (key) =>
      inTurn(() => {
        if (!records.has(key)) refresh();
        const record = records.get(key);
        return record && reader.read(pathOf(record.segment), record.place);
      }),
    async set(entries) {
      if (!entries[0]) return;
      for (const [key] of entries) coming.add(key);
      try {
        await commit(entries, (segment, places) => {
          for (const [index, [key]] of entries.entries()) put(key, segment, places[index] as Place);
        });
      } finally {
        for (const [key] of entries) coming.delete(key);
      }
    },
    async remove(keys) {
      const known = keys.filter((key) => records.has(key) || coming.has(key));
      if (!known[0]) return;
      await commit(
        known.map((key) => [key]),
        () => known.forEach(forget),
      );
    },
    rotate: () => inTurn(() => writer.end()),
    discard: () =>
      inTurn(() => {
        refresh();
        if (records.size) return;
        writer.end();
        for (const segment of segments.splice(0)) removeSegment(segment);
      }),
    close: () => inTurn(() => writer.end()),
  };
}
