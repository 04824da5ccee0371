const TIME_LIMIT = 3_000;

/** Asks no more often than every so many milliseconds; `undefined` when it fails or takes too long. */
export function createCache<Value>(
  ask: () => Promise<Value>,
  fresh: number,
): () => Promise<Value | undefined> {
  let last: { at: number; answer: Promise<Value | undefined> } | undefined;
  return () => {
    if (!last || performance.now() - last.at > fresh) last = { at: performance.now(), answer: within(ask) };
    return last.answer;
  };
}

async function within<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), TIME_LIMIT);
  });
  const asked = ask().catch(() => undefined);
  return Promise.race([asked, limit]).finally(() => clearTimeout(timer));
}
