import { ownKeys } from '../encoding/own-keys.js';
import type { Ownership, Platform } from '../platform.js';
import { withDeadline } from '../timing/with-deadline.js';

/** A lock that is not answered for within this time (ms), or fails, is treated as free: better sent twice than never. */
const LOCK_DEADLINE = 2000;

/**
 * Who may send what. A running tracker is a stream: it numbers its events and holds a lock that dies with it.
 * Whoever holds a stream's lock may send its records: no leader, no timers, no two senders for one record.
 */
export interface Streams {
  /** The stream of this tracker. */
  id_(): string;
  /** The next number of that stream: 1, 2, 3 … Every event takes one, dropped ones too. */
  nextSeq_(): number;
  /** Resolves once this tracker holds its own stream; no other may see a record of it before. */
  ready_(): Promise<unknown>;
  /** Every lock was released, and no stream has begun since. */
  isAway_(): boolean;
  /** Begins a stream; after `leave` what waits in the old one is adopted like any other. */
  begin_(): void;
  /** Takes the lock of a stream whose owner is dead; `false` when it lives, or is this tracker. */
  take_(streamId: string): Promise<boolean>;
  /** Releases every lock, so that another tracker may send those streams while this page is frozen or gone. */
  leave_(): void;
  /** Leaves a stream that was taken over to others. */
  release_(streamId: string): void;
}

/** In the place of a lock whose manager did not answer. */
const NO_LOCK: Ownership = { release() {} };

export function createStreams({ own, clock }: Pick<Platform, 'own' | 'clock'>, uuid: () => string): Streams {
  let locks: Record<string, Ownership> = {};
  let id = '';
  let seq = 0;
  let ready: Promise<unknown>;
  let isAway = true;

  const take = async (streamId: string): Promise<boolean> => {
    if (locks[streamId]) return streamId !== id;
    const asked = locks;
    // Left while the lock was on its way: nothing may keep it.
    const keep = (lock: Ownership) => {
      if (asked !== locks || isAway) lock.release();
      else locks[streamId] = lock;
    };
    const { cause } = await withDeadline(clock, LOCK_DEADLINE, async () => {
      const lock = await own(streamId);
      // Also one that comes after the deadline.
      if (lock) keep(lock);
    });
    if (cause) keep(NO_LOCK);
    return asked === locks && Boolean(locks[streamId]);
  };

  return {
    id_: () => id,
    nextSeq_: () => ++seq,
    ready_: () => ready,
    isAway_: () => isAway,
    begin_() {
      isAway = false;
      id = uuid();
      seq = 0;
      ready = take(id);
    },
    take_: take,
    release_(streamId) {
      locks[streamId]?.release();
      delete locks[streamId];
    },
    leave_() {
      isAway = true;
      const held = locks;
      locks = {};
      for (const streamId of ownKeys(held)) held[streamId]?.release();
    },
  };
}
