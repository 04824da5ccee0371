import type { Ownership, Platform } from '../platform.js';
import type { EventLog } from './event-log.js';
import type { PatientStore } from './patient-store.js';
import { type LogRecord, parseKey } from './record.js';
import type { Spill } from './spill.js';

/** A lock that is not answered for within this time (ms) is treated as free: better sent twice than never. */
const LOCK_DEADLINE = 2000;

/**
 * Who may send what. A running tracker is a stream: it numbers its events and holds a lock that dies with it.
 * Records of a stream that nobody holds are adopted by a living tracker. No leader, no timers, no two senders
 * for one record.
 */
export interface Streams {
  /** The stream of this tracker. */
  id(): string;
  /** The next position in it: 1, 2, 3 … */
  nextSeq(): number;
  /** Resolves once this tracker holds its stream. */
  ready(): Promise<unknown>;
  /** Takes over what dead trackers left behind; resolves when all of it is in the log. */
  adopt(): Promise<void>;
  /** Frees the streams whose last record is gone. */
  tidy(): void;
  /** Frees everything, so that another tracker may send it while this page is frozen or gone. */
  leave(): void;
  /** Takes the stream again after `leave`, or begins a new one if another tracker took it over. */
  resume(): Promise<void>;
}

export interface StreamsOptions {
  uuid(): string;
  log(): EventLog;
  /** Counts events taken over, or given away when negative. */
  onAdopted(count: number): void;
  /** Counts events that an adopter has had acknowledged. */
  onAcknowledged(count: number): void;
}

export function createStreams(
  { own, clock }: Pick<Platform, 'own' | 'clock'>,
  store: PatientStore,
  spill: Spill,
  { uuid, log, onAdopted, onAcknowledged }: StreamsOptions,
): Streams {
  let streamId = uuid();
  let seq = 0;
  let isAway = false;
  let isAdopting = false;
  let lock: Ownership | undefined;
  const adopted = new Map<string, Ownership>();

  const hold = (id: string) =>
    new Promise<Ownership | undefined>((resolve) => {
      const free: Ownership = { release() {} };
      const cancel = clock.timer(() => resolve(free), LOCK_DEADLINE);
      own(id).then(
        (ownership) => {
          cancel();
          resolve(ownership);
        },
        () => resolve(free),
      );
    });

  const take = async () => {
    lock = await hold(streamId);
    // Left while the lock was being taken: nothing may keep it.
    if (isAway) lock?.release();
  };
  let ready = take();

  /** Everything that waits outside this tracker's memory, by stream. */
  const waiting = async () => {
    const streams = new Map<string, LogRecord[]>();
    const add = (key: string, text?: string) => {
      const head = parseKey(key);
      if (!head) return;
      const records = streams.get(head.streamId) || [];
      streams.set(head.streamId, records);
      // What was spilled may have reached the store after all.
      if (text && records.some((record) => record.key === key)) return;
      const lines = text?.split('\n');
      records.push({ ...head, left: head.count, lines, state: lines ? 'memory' : 'stored' });
    };
    const keys = await store.run((from) => from.keys());
    keys?.value.forEach((key) => {
      add(key);
    });
    for (const id of spill.streams()) for (const [key, text] of spill.read(id)) add(key, text);
    return { streams, isWhole: !!keys };
  };

  const tidy = () => {
    adopted.forEach((ownership, id) => {
      if (log().some((record) => record.streamId === id)) return;
      spill.write(id, []);
      adopted.delete(id);
      ownership.release();
    });
  };

  return {
    id: () => streamId,
    nextSeq: () => ++seq,
    ready: () => ready,
    async adopt() {
      if (isAdopting || isAway) return;
      isAdopting = true;
      await ready;
      const taken = new Map<string, Ownership>();
      for (const id of Array.from((await waiting()).streams.keys())) {
        const ownership = id !== streamId && !adopted.has(id) && (await hold(id));
        if (ownership) taken.set(id, ownership);
      }
      // Listed again under the locks: the owner may have sent some of it before it died.
      const { streams } = taken.size ? await waiting() : { streams: undefined };
      taken.forEach((ownership, id) => {
        if (isAway) {
          ownership.release();
          return;
        }
        adopted.set(id, ownership);
        streams?.get(id)?.forEach((record) => {
          log().insert(record);
          onAdopted(record.left);
        });
      });
      isAdopting = false;
      tidy();
    },
    tidy,
    leave() {
      if (isAway) return;
      isAway = true;
      lock?.release();
      adopted.forEach((ownership, id) => {
        onAdopted(-log().release((record) => record.streamId === id));
        ownership.release();
      });
      adopted.clear();
    },
    async resume() {
      if (!isAway) return;
      isAway = false;
      const left = streamId;
      // Only what the store held can have been taken over; the rest never left this page's memory.
      const isOurs = (record: LogRecord) => record.streamId === left && record.state === 'stored';
      ready = take();
      await ready;
      if (lock) {
        const { streams, isWhole } = await waiting();
        const keys = (streams.get(left) || []).map((record) => record.key);
        if (isWhole)
          onAcknowledged(log().release((record) => isOurs(record) && keys.indexOf(record.key) < 0));
      } else {
        onAdopted(-log().release(isOurs));
        streamId = uuid();
        seq = 0;
        ready = take();
        await ready;
      }
    },
  };
}
