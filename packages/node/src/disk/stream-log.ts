import { join } from 'node:path';
import { encodeEntry, type Place, placeIn } from './frame.js';
import { listSegments, numberOf, readSegment, readValue, removeFile, segmentName } from './segments.js';
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
  /** Resolves once the entries are written; those that wait at the same time are written together. */
  set(entries: ReadonlyArray<readonly [key: string, value: string]>): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
  /** The next write begins a new segment: the open one may have been removed by another process. */
  rotate(): Promise<void>;
  /** Removes all files, if nothing waits in them. */
  discard(): Promise<void>;
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

interface Write {
  frames: Buffer[];
  /** Called with where each frame was put. */
  settle(places: { segment: Segment; place: Place }[]): void;
  resolve(): void;
  reject(cause: unknown): void;
}

/** @param id Of this writer; no other may have the same. */
export function createStreamLog(directory: string, id: string, writer: SegmentWriter): StreamLog {
  /** Oldest first. */
  let segments: Segment[] = [];
  const records = new Map<string, { segment: Segment; place: Place }>();
  let liveBytes = 0;
  /** Keys whose write is under way: they can be removed already. */
  const coming = new Set<string>();
  let waiting: Write[] = [];
  /** All that touches files happens one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(action: () => Promise<T>): Promise<T> => {
    const done = turn.then(action);
    turn = done.catch(() => {});
    return done;
  };
  const pathOf = ({ name }: Segment) => join(directory, name);

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

  const openSegment = async (): Promise<Segment> => {
    const last = segments.at(-1);
    if (last && last.name === writer.name && last.size < SEGMENT_BYTES) return last;
    await writer.end();
    const highest = Math.max(0, ...(await listSegments(directory)).map(({ name }) => numberOf(name)));
    const name = segmentName(Math.max(highest, last ? numberOf(last.name) : 0) + 1, id);
    await writer.begin(name);
    const segment = { name, size: 0, live: 0, isOwn: true, removed: new Set<string>() };
    segments.push(segment);
    return segment;
  };

  const append = async (frames: readonly Buffer[]) => {
    const segment = await openSegment();
    let at = await writer.append(Buffer.concat(frames));
    segment.size = writer.size;
    return frames.map((frame) => {
      const place = placeIn(frame, at);
      at += frame.length;
      return { segment, place };
    });
  };

  /**
   * Only the oldest may go: a later segment may hold the word that a record of an earlier one was removed. One record
   * that waits for long would hold up all the others, so when they outgrow what waits it is copied to the end.
   */
  const clean = async () => {
    for (;;) {
      const [oldest] = segments;
      if (!oldest) return;
      const isOpen = oldest.name === writer.name;
      if (oldest.live && (isOpen || !isWasteful())) return;
      if (isOpen && oldest.size < IDLE_BYTES) return;
      if (oldest.live) await moveToEnd(oldest);
      if (isOpen) await writer.end();
      await removeFile(pathOf(oldest));
      segments.shift();
    }
  };
  const isWasteful = () => {
    const total = segments.reduce((sum, { size }) => sum + size, 0);
    return total > 2 * liveBytes + SLACK_BYTES;
  };
  const moveToEnd = async (segment: Segment) => {
    for (const [key, record] of [...records]) {
      if (record.segment !== segment) continue;
      const value = await readValue(pathOf(segment), record.place);
      const [moved] = value === undefined ? [] : await append([encodeEntry(key, value)]);
      if (moved) put(key, moved.segment, moved.place);
      else forget(key);
    }
  };

  /** Group commit: what came while the last write was under way goes together into this one. */
  const commit = async () => {
    const group = waiting;
    waiting = [];
    if (!group[0]) return;
    try {
      const places = await append(group.flatMap(({ frames }) => frames));
      for (const { frames, settle } of group) settle(places.splice(0, frames.length));
    } catch (cause) {
      for (const { reject } of group) reject(cause);
      return;
    }
    for (const { resolve } of group) resolve();
    // Written is written; what could not be cleaned up now is cleaned up later.
    await clean().catch(() => {});
  };
  const enqueue = (frames: Buffer[], settle: Write['settle']): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ frames, settle, resolve, reject });
      void inTurn(commit);
    });

  const refresh = async () => {
    const listed = await listSegments(directory);
    const present = new Set(listed.map(({ name }) => name));
    if (writer.name && !present.has(writer.name)) await writer.end();
    for (const [key, { segment }] of [...records]) if (!present.has(segment.name)) take(key);
    segments = segments.filter(({ name }) => present.has(name));
    const removed: string[] = [];
    for (const { name, size } of listed) {
      const known = segments.find((segment) => segment.name === name);
      if (known && (known.isOwn || known.size === size)) continue;
      const segment = known ?? { name, size, live: 0, isOwn: false, removed: new Set() };
      if (!known) segments.push(segment);
      segment.size = size;
      for (const { key, place } of await readSegment(pathOf(segment))) {
        if (!place) removed.push(key);
        else if (!segment.removed.has(key)) put(key, segment, place);
      }
    }
    segments.sort((a, b) => (a.name < b.name ? -1 : 1));
    // A key is never used again, so a removed one stays removed, whichever file was read first.
    for (const key of removed) forget(key);
  };

  return {
    refresh: () => inTurn(refresh),
    keys: () => [...records.keys()],
    get: (key) =>
      inTurn(async () => {
        if (!records.has(key)) await refresh();
        const record = records.get(key);
        return record && readValue(pathOf(record.segment), record.place);
      }),
    async set(entries) {
      if (!entries[0]) return;
      const keys = entries.map(([key]) => key);
      const frames = entries.map(([key, value]) => encodeEntry(key, value));
      for (const key of keys) coming.add(key);
      try {
        await enqueue(frames, (places) => {
          for (const [index, { segment, place }] of places.entries())
            put(keys[index] as string, segment, place);
        });
      } finally {
        for (const key of keys) coming.delete(key);
      }
    },
    async remove(keys) {
      const known = keys.filter((key) => records.has(key) || coming.has(key));
      if (!known[0]) return;
      await enqueue(
        known.map((key) => encodeEntry(key)),
        () => known.forEach(forget),
      );
    },
    rotate: () => inTurn(() => writer.end()),
    discard: () =>
      inTurn(async () => {
        await refresh();
        if (records.size) return;
        await writer.end();
        for (const segment of segments.splice(0)) await removeFile(pathOf(segment));
      }),
  };
}
