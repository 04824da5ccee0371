/** Connects to the Redis by which several collectors share their rates. The client is loaded only when it is asked for. */
export async function connectRedis(url: string, onError: (error: unknown) => void): Promise<unknown> {
  let Redis: typeof import('ioredis').Redis;
  try {
    ({ Redis } = await import('ioredis'));
  } catch {
    throw new Error('--redis needs a package that is not installed: npm install ioredis');
  }
  // While it is away each collector limits on its own, so that nothing may wait for it.
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  redis.on('error', onError);
  return redis;
}
