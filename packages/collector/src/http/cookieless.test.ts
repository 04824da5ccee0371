import { createMemoryStore, type StoredEvent } from '@pugmark/store';
import { expect, it } from 'vitest';
import { wireEvent } from '../testing/samples.ts';
import { serve } from '../testing/serve.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 4, 1, 12);

async function visit() {
  let now = START;
  const served = await serve({ store: createMemoryStore(), trustProxy: 1, now: () => now });
  const track = async (headers: Record<string, string>, changes: object = {}): Promise<string> => {
    const { deviceId: _, sessionId: __, ...event } = wireEvent({ eventTime: new Date(now).toISOString() });
    const response = await served.send({ events: [{ ...event, cookieless: true, ...changes }] }, headers);
    expect(await response.json()).toMatchObject({ accepted: 1 });
    const { events } = await served.read<{ events: StoredEvent[] }>('/api/events');
    const stored = events.find(({ eventId }) => eventId === event.eventId);
    expect(stored?.sessionId).toBe(stored?.deviceId);
    return `${stored?.deviceId}`;
  };
  return { ...served, track, wait: (ms: number) => (now += ms) };
}

const ANNA = { 'X-Forwarded-For': '203.0.113.7', 'User-Agent': 'A/1' };

it('one visitor is the same for a day, another address, program or site is another', async () => {
  const { track, wait } = await visit();
  const anna = await track(ANNA);
  expect(anna).toMatch(/^daily-[0-9a-f]{32}$/);
  wait(11 * 3_600_000);
  expect(await track(ANNA)).toBe(anna);
  const others = await Promise.all([
    track({ ...ANNA, 'X-Forwarded-For': '203.0.113.8' }),
    track({ ...ANNA, 'User-Agent': 'B/1' }),
    track({ ...ANNA, Origin: 'https://other.example' }),
  ]);
  expect(new Set([anna, ...others]).size).toBe(4);
  wait(DAY);
  expect(await track(ANNA)).not.toBe(anna);
});

it('the address is kept nowhere, and an id that the client sends does not count', async () => {
  const { track, read } = await visit();
  const id = await track(ANNA, { deviceId: 'my-device', sessionId: 'my-session' });
  expect(id).toMatch(/^daily-/);
  const text = JSON.stringify(await read('/api/events'));
  expect(text).not.toContain('203.0.113');
  expect(text).not.toContain('my-device');
});

it("two collectors never make the same id: the salt is nobody else's", async () => {
  const [one, two] = [await visit(), await visit()];
  expect(await one.track(ANNA)).not.toBe(await two.track(ANNA));
});

it('an event without a device that is not cookieless is refused as ever', async () => {
  const { send } = await visit();
  const { deviceId: _, ...event } = wireEvent();
  for (const cookieless of [false, 'true', 1, undefined])
    expect(await (await send({ events: [{ ...event, cookieless }] })).json()).toMatchObject({
      rejected: [{ code: 'invalid_device_id' }],
    });
});

it('numbers are counted as of any stream', async () => {
  const { track, read } = await visit();
  for (const seq of [1, 2, 4]) await track(ANNA, { streamId: 's', seq });
  const { streams } = await read<{ streams: { lost: number; received: number }[] }>('/streams');
  expect(streams).toMatchObject([{ received: 3, lost: 1 }]);
});
