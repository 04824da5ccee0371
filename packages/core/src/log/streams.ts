import type { Ownership, Platform } from '../platform.js';
import type { Ledger } from '../tracker/ledger.js';

/** A lock that is not answered for within this time (ms) is treated as free: better sent twice than never. */
const LOCK_DEADLINE = 2000;

/**
 * Who may send what. A running tracker is a stream: it numbers its events and holds a lock that dies with it.
 * Whoever holds a stream's lock may send its records: no leader, no timers, no two senders for one record.
 */
export interface Streams {
  /** The stream of this tracker. */
  id(): string;
  /** The next position in it: 1, 2, 3 … */
  nextSeq(): number;
  /** Resolves once this tracker holds its own stream; no other may see a record of it before. */
  ready(): Promise<unknown>;
  /** Takes the lock of a stream whose owner is dead; `false` when it lives, or is held here already. */
  take(streamId: string): Promise<boolean>;
  /** The streams held here, the own one aside. */
  taken(): string[];
  release(streamId: string): void;
  /** Frees everything, so that another tracker may send it while this page is frozen or gone. */
  leave(): void;
  /** Begins a new stream after `leave`; what waits in the old one is adopted like any other. */
  resume(): void;
  isAway(): boolean;
}

export function createStreams(
  { own, clock }: Pick<Platform, 'own' | 'clock'>,
  uuid: () => string,
  ledger: Ledger,
): Streams {
  const locks = new Map<string, Ownership>();
  let isAway = false;
  let streamId: string;
  let seq: number;
  let ready: Promise<unknown>;

  const take = async (id: string) => {
    if (locks.has(id)) return false;
    const free: Ownership = { release() {} };
    const lock = await new Promise<Ownership | undefined>((resolve) => {
      const cancel = clock.timer(() => resolve(free), LOCK_DEADLINE);
      own(id)
        .catch(() => free)
        .then((ownership) => {
          cancel();
          resolve(ownership);
        });
    });
    // Left while the lock was on its way: nothing may keep it.
    if (isAway) lock?.release();
    else if (lock) locks.set(id, lock);
    return locks.has(id);
  };

  const begin = () => {
    isAway = false;
    streamId = uuid();
    ledger.own = streamId;
    seq = 0;
    ready = take(streamId);
  };
  begin();

  return {
    id: () => streamId,
    nextSeq: () => ++seq,
    ready: () => ready,
    take,
    taken: () => [...locks.keys()].filter((id) => id !== streamId),
    release(id) {
      locks.get(id)?.release();
      locks.delete(id);
    },
    leave() {
      isAway = true;
      locks.forEach((lock) => {
        lock.release();
      });
      locks.clear();
    },
    resume: begin,
    isAway: () => isAway,
  };
}
