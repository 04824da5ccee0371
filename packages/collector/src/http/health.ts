import type { Store } from '@pugmark/store';

/** How the collector is. It is live while it answers at all, and ready while it takes events. */
export interface Health {
  status: 'ok' | 'unavailable';
  live: true;
  ready: boolean;
  /** Why it is not ready. */
  reason?: string;
}

/** Anybody may ask, so that the store is asked about once a second at most. */
const FRESH = 1_000;
const TIME_LIMIT = 5_000;

export function createHealthCheck(store: Store, isClosing: () => boolean): () => Promise<Health> {
  let last: { at: number; answer: Promise<Health> } | undefined;
  return () => {
    if (isClosing()) return Promise.resolve(unready('The collector is stopping.'));
    if (!last || performance.now() - last.at > FRESH) last = { at: performance.now(), answer: ask(store) };
    return last.answer;
  };
}

async function ask(store: Store): Promise<Health> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve(unready('The store does not answer.')), TIME_LIMIT);
  });
  const asked = (async (): Promise<Health> => {
    try {
      await store.checkReady?.();
      return { status: 'ok', live: true, ready: true };
    } catch (error) {
      return unready(error instanceof Error ? error.message : 'The store failed.');
    }
  })();
  return Promise.race([asked, limit]).finally(() => clearTimeout(timer));
}

function unready(reason: string): Health {
  return { status: 'unavailable', live: true, ready: false, reason };
}
