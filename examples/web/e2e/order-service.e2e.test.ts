import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import { startCollector, temporaryDirectory } from './testing/collector.ts';
import { runNode, stopAll } from './testing/process.ts';

afterEach(stopAll);

test('the order service tells a real collector who ordered, from which device and session', async () => {
  const data = await temporaryDirectory();
  onTestFinished(() => rm(data, { recursive: true, force: true }));
  const collector = await startCollector({ data: join(data, 'store') });
  const service = runNode(['examples/node/dist/main.js'], {
    env: { PORT: '0', PUGMARK_API_URL: collector.url, XDG_STATE_HOME: join(data, 'state') },
  });
  const url = (await service.printed(/order service: (http:\S+)/))[1] as string;
  const orderIds = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const headers = {
        'Content-Type': 'application/json',
        'X-User-Id': `u-${index}`,
        'X-Pugmark-Device': `d-${index}`,
        'X-Pugmark-Session': `s-${index}`,
      };
      const post = async (path: string, body: object) => {
        const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
        return (await response.json()) as { orderId: string };
      };
      const { orderId } = await post('/orders', { amount: 219, escortId: `e-${index}` });
      await post(`/orders/${orderId}/pay`, { paymentMethod: 'alipay' });
      return orderId;
    }),
  );
  await service.stop();

  const events = await collector.events();
  expect(events).toHaveLength(40);
  for (const [index, orderId] of orderIds.entries()) {
    const own = events.filter(({ properties }) => properties.orderId === orderId);
    expect(own.map(({ eventName }) => eventName).sort()).toEqual(['order_created', 'order_paid']);
    for (const event of own)
      expect(event).toMatchObject({
        userId: `u-${index}`,
        deviceId: `d-${index}`,
        sessionId: `s-${index}`,
        identities: { escortId: `e-${index}`, orderId },
      });
  }
});
