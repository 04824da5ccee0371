import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLimits, type Demand, type LimitOptions } from './limits.ts';

const options: LimitOptions = { rateLimit: 10, deviceRateLimit: 10, maxEvents: 50, maxBytes: 1_000_000 };
const demand = (changes: Partial<Demand> = {}): Demand => ({
  address: 'a',
  devices: new Map(),
  amount: 1,
  bytes: 1,
  ...changes,
});

describe('limits', () => {
  it('let a burst pass, then say how long to wait, and keep addresses apart', async () => {
    const limits = createLimits(options);
    expect(await limits.take(demand({ amount: 100 }))).toBe(0);
    const wait = await limits.take(demand({ amount: 50 }));
    expect(wait).toBeGreaterThanOrEqual(1);
    expect(wait).toBeLessThanOrEqual(10);
    expect(await limits.take(demand({ address: 'b', amount: 50 }))).toBe(0);
  });

  it('let one full batch pass even when the limit is lower', async () => {
    expect(
      await createLimits({ ...options, rateLimit: 1, maxEvents: 2000 }).take(demand({ amount: 2000 })),
    ).toBe(0);
    expect(await createLimits({ ...options, rateLimit: 1 }).take(demand({ amount: 9000 }))).toBe(0);
  });

  it('count bytes as well', async () => {
    const limits = createLimits({ ...options, rateLimit: 1, maxBytes: 100_000 });
    expect(await limits.take(demand({ bytes: 100_000 }))).toBe(0);
    expect(await limits.take(demand({ bytes: 1 }))).toBeGreaterThan(0);
  });

  it('hold one device to its rate, from however many addresses it sends', async () => {
    const limits = createLimits({ ...options, rateLimit: 1000, deviceRateLimit: 1, maxEvents: 10 });
    const from = (address: string) =>
      limits.take(demand({ address, amount: 5, devices: new Map([['d1', 5]]) }));
    expect(await from('a')).toBe(0);
    expect(await from('b')).toBe(0);
    expect(await from('c')).toBeGreaterThan(0);
    expect(await limits.take(demand({ devices: new Map([['d2', 5]]) }))).toBe(0);
  });

  it('hold an app to a rate of its own', async () => {
    const limits = createLimits({ ...options, rateLimit: 1000, maxEvents: 10 });
    const by = (address: string, name: string) =>
      limits.take(demand({ address, amount: 10, app: { name, rateLimit: 2 } }));
    expect(await by('a', 'shop')).toBe(0);
    expect(await by('b', 'shop')).toBe(0);
    expect(await by('c', 'shop')).toBeGreaterThan(0);
    expect(await by('c', 'admin')).toBe(0);
  });

  it('keep nobody out when the shared memory cannot be reached, and limit all the same', async () => {
    const redis = new Redis({ host: '127.0.0.1', port: 1, lazyConnect: true, enableOfflineQueue: false });
    redis.on('error', () => {});
    onTestFinished(() => redis.disconnect());
    const limits = createLimits({ ...options, redis });
    expect(await limits.take(demand({ amount: 100 }))).toBe(0);
    expect(await limits.take(demand({ amount: 100 }))).toBeGreaterThan(0);
  });

  it.skipIf(!process.env.PUGMARK_REDIS)('are shared by collectors over Redis', async () => {
    const open = () => {
      const redis = new Redis(process.env.PUGMARK_REDIS ?? '');
      onTestFinished(() => redis.disconnect());
      return createLimits({ ...options, redis });
    };
    const [first, second] = [open(), open()];
    const address = randomUUID();
    expect(await first.take(demand({ address, amount: 60 }))).toBe(0);
    expect(await second.take(demand({ address, amount: 60 }))).toBeGreaterThan(0);
  });
});
