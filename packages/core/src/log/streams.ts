import type { Ownership, Platform } from '../platform.js';
import type { Ledger } from '../tracker/ledger.js';
import { within } from './within.js';

/** A lock that is not answered for within this time (ms), or fails, is treated as free: better sent twice than never. */
const LOCK_DEADLINE = 2000;

/**
 * Who may send what. A running tracker is a stream: it numbers its events and holds a lock that dies with it.
 * Whoever holds a stream's lock may send its records: no leader, no timers, no two senders for one record.
 */
export interface Streams {
  /** The stream of this tracker. */
  readonly id: string;
  /** Resolves once this tracker holds its own stream; no other may see a record of it before. */
  readonly ready: Promise<unknown>;
  /** Everything was freed, and not taken again. */
  readonly isAway: boolean;
  /** Begins a stream; after `leave` what waits in the old one is adopted like any other. */
  begin(): void;
  /** Takes the lock of a stream whose owner is dead; `false` when it lives, or is this tracker. */
  take(streamId: string): Promise<boolean>;
  /** Frees everything, so that another tracker may send it while this page is frozen or gone. */
  leave(): void;
}

export function createStreams(
  { own, clock }: Pick<Platform, 'own' | 'clock'>,
  uuid: () => string,
  ledger: Ledger,
): Streams {
  const locks = new Map<string, Ownership>();

  const take = async (id: string) => {
    if (locks.has(id)) return id !== streams.id;
    const { value, cause } = await within(clock, LOCK_DEADLINE, Promise.resolve(id).then(own));
    const lock = cause ? { release() {} } : value;
    if (lock) locks.set(id, lock);
    // Left while the lock was on its way: nothing may keep it.
    if (streams.isAway) streams.leave();
    return locks.has(id);
  };

  const streams = {
    id: '',
    ready: Promise.resolve() as Promise<unknown>,
    isAway: false,
    begin() {
      streams.isAway = false;
      streams.id = ledger.own = uuid();
      ledger.seq = 0;
      streams.ready = take(streams.id);
    },
    take,
    leave() {
      streams.isAway = true;
      locks.forEach((lock) => {
        lock.release();
      });
      locks.clear();
    },
  };
  return streams;
}
