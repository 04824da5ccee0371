import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector } from '../testing/collector.js';
import { edgeRuntimes, type Running } from '../testing/edge-runtimes.js';
import { createTracker } from './index.js';

it('a wrong option is refused by name', () => {
  expect(() => createTracker({ apiUrl: 'ftp://x' })).toThrow('apiUrl');
});

describe.each(Object.entries(edgeRuntimes))('in %s', (_, startRuntime) => {
  let runtime: Running;
  beforeAll(async () => {
    runtime = await startRuntime();
  }, 60_000);
  afterAll(() => runtime?.stop());

  const order = async (collector: string, orderId: string, more = '') => {
    const address = `${runtime.url}/?order=${orderId}&collector=${encodeURIComponent(collector)}${more}`;
    const headers = { cookie: `pugmark=device-of-${orderId}.session-of-${orderId}` };
    return (await fetch(address, { headers })).json();
  };

  it('the answer waits for no delivery, and waitUntil delivers after it', async () => {
    let answer = () => {};
    const collector = await startCollector((response) => {
      answer = () => response.end(JSON.stringify({ accepted: 3, duplicates: 0, rejected: [] }));
    });
    const arrived = collector.next();
    expect(await order(collector.url, 'o-1')).toBe('at once');
    await arrived;
    answer();
    expect(collector.events()).toMatchObject(
      [0, 1, 2].map((step) => ({
        eventName: 'order_paid',
        userId: 'user of o-1',
        deviceId: 'device-of-o-1',
        sessionId: 'session-of-o-1',
        identities: { orderId: 'o-1' },
        platform: 'server',
        properties: { step },
      })),
    );
  }, 20_000);

  it('requests at the same time have nothing of each other', async () => {
    const collector = await startCollector();
    const orderIds = Array.from({ length: 50 }, (_, index) => `o-${index}`);
    const left = await Promise.all(orderIds.map((orderId) => order(collector.url, orderId, '&wait')));
    expect(left).toEqual(orderIds.map(() => [0, 0]));
    const events = collector.events();
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(150);
    for (const { userId, sessionId, identities } of events) {
      expect(userId).toBe(`user of ${identities?.orderId}`);
      expect(sessionId).toBe(`session-of-${identities?.orderId}`);
    }
  }, 20_000);

  it('a flush that failed leaves all to the next one', async () => {
    const collector = await startCollector((response, _received, count) => {
      response.statusCode = count === 1 ? 503 : 200;
      response.end(JSON.stringify({ accepted: 3, duplicates: 0, rejected: [] }));
    });
    expect(await order(collector.url, 'o-1', '&wait')).toEqual([3, 0]);
  }, 20_000);
});
