import { type SyncStore, streamOfSpill } from '@pugmark/core';
import { clearInterval, setInterval } from '../timers.js';
import type { Locks } from './locks.js';
import type { DiskStore } from './store.js';

/** Time between two looks, in ms; a lock counts as abandoned after several of them. */
const BEAT = 15_000;

interface Watched {
  locks: Pick<Locks, 'beat' | 'holder'>;
  store: Pick<DiskStore, 'orphans' | 'rotate'>;
  settings: Pick<SyncStore, 'keys'>;
  onLeft(): void;
}

/** Shows that this process lives, and notices when another has died. Keeps nothing alive. Returns what stops it. */
export function watchOrphans(watched: Watched): () => void {
  let before = '';
  const look = async () => {
    const left = await beatAndLook(watched).catch(() => []);
    const now = left.sort().join(' ');
    // What could not be taken over is not tried again at every beat.
    if (now && now !== before) watched.onLeft();
    before = now;
  };
  const timer = setInterval(look, BEAT).unref();
  return () => clearInterval(timer);
}

/** Streams that nobody alive holds. */
async function beatAndLook({ locks, store, settings }: Watched): Promise<string[]> {
  for (const streamId of await locks.beat()) await store.rotate(streamId);
  const left = new Set(store.orphans());
  for (const key of settings.keys()) {
    const streamId = streamOfSpill(key);
    if (streamId && !locks.holder(streamId)) left.add(streamId);
  }
  return [...left];
}
