import { NativePromise, type Ownership, type SyncStore } from '@pugmark/core';
import { clock } from './clock.js';

/** How often a page without Web Locks says that it lives, in ms. */
const BEAT = 20_000;
/** A page that has been silent for this long (ms) is dead: browsers let hidden pages run timers once a minute. */
const SILENCE = 180_000;

/**
 * Takes a stream's Web Lock, which the browser frees when the page dies, however it dies. Old engines and pages without
 * https have none: there a page says in localStorage that it lives, and what a crashed one left is adopted by a page
 * that looks three minutes later.
 *
 * @param scope Begins the names of the locks.
 */
export function own(scope: string, settings: SyncStore, streamId: string): Promise<Ownership | undefined> {
  return new NativePromise((resolve) => {
    const beat = () => resolve(ownByBeat(settings, `lock.${streamId}`));
    if (!navigator.locks) return beat();
    navigator.locks
      .request(`${scope}:${streamId}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new NativePromise<void>((release) => resolve({ release }));
      })
      .catch(beat);
  });
}

function ownByBeat(settings: SyncStore, key: string): Ownership | undefined {
  const beat = () => settings.set(key, `${clock.now()}`);
  // In both directions, since the clock may have been set back.
  if (Math.abs(clock.now() - Number(settings.get(key))) < SILENCE) return undefined;
  beat();
  let timer = +setInterval(beat, BEAT);
  return {
    release() {
      // Another page may hold it by the time it is released again.
      if (timer) settings.remove(key);
      clearInterval(timer);
      timer = 0;
    },
  };
}
