interface Timer {
  callback(...args: unknown[]): void;
  /** Time left when frozen, ms. */
  left: number;
  since: number;
  handle?: NodeJS.Timeout | undefined;
  every?: number | undefined;
}

/** Timers that stand still in the background and die with the app. */
export function createTimers(onError: (error: unknown) => void) {
  const timers = new Map<number, Timer>();
  let count = 0;
  let isFrozen = false;

  const arm = (id: number, timer: Timer) => {
    timer.since = Date.now();
    timer.handle = setTimeout(() => {
      if (timer.every === undefined) timers.delete(id);
      else {
        timer.left = timer.every;
        arm(id, timer);
      }
      try {
        timer.callback();
      } catch (error) {
        onError(error);
      }
    }, timer.left);
  };
  const add = (callback: (...args: unknown[]) => void, ms = 0, args: unknown[] = [], every?: number) => {
    const id = ++count;
    const timer: Timer = { callback: () => callback(...args), left: ms, since: 0, every };
    timers.set(id, timer);
    if (!isFrozen) arm(id, timer);
    return id;
  };
  const remove = (id: number) => {
    clearTimeout(timers.get(id)?.handle);
    timers.delete(id);
  };

  return {
    api: {
      setTimeout: (callback: () => void, ms?: number, ...args: unknown[]) => add(callback, ms, args),
      setInterval: (callback: () => void, ms = 0, ...args: unknown[]) => add(callback, ms, args, ms),
      clearTimeout: remove,
      clearInterval: remove,
    },
    freeze() {
      isFrozen = true;
      for (const timer of timers.values()) {
        clearTimeout(timer.handle);
        timer.left = Math.max(0, timer.left - (Date.now() - timer.since));
      }
    },
    thaw() {
      if (!isFrozen) return;
      isFrozen = false;
      for (const [id, timer] of timers) arm(id, timer);
    },
    clear() {
      for (const id of [...timers.keys()]) remove(id);
    },
  };
}
