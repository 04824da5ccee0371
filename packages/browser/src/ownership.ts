import type { Ownership } from '@pugmark/core';

/**
 * Takes a stream's Web Lock, which the browser frees when the page dies, however it dies.
 * Pages without Web Locks (old engines, plain http) own every stream they ask for: a record may then
 * be sent by two pages, and the collector keeps one.
 */
export function own(name: string, streamId: string): Promise<Ownership | undefined> {
  return new Promise((resolve) => {
    const unlocked = () => resolve({ release() {} });
    if (!navigator.locks) return unlocked();
    navigator.locks
      .request(`${name}:${streamId}`, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(undefined);
        return new Promise<void>((release) => resolve({ release }));
      })
      .catch(unlocked);
  });
}
