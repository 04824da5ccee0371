import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createTracker } from './index.js';
import { startCollector } from './testing/collector.js';

/** A proxy in front of the collector that takes no gzip. */
async function startProxy(to: string, refusal: number) {
  const encodings: (string | undefined)[] = [];
  const proxy = http.createServer((request, response) => {
    const encoding = request.headers['content-encoding'];
    encodings.push(encoding);
    if (encoding) {
      request.resume().on('end', () => response.writeHead(refusal).end('<html>no</html>'));
      return;
    }
    const { method, headers } = request;
    const onward = http.request(`${to}${request.url}`, { method, headers }, (answer) => {
      response.writeHead(answer.statusCode as number, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => {
    proxy.close();
    proxy.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, encodings };
}

test.each([400, 415, 501])(
  'behind a proxy that answers %d to gzip, events go plain from then on',
  async (refusal) => {
    const collector = await startCollector();
    const proxy = await startProxy(collector.url, refusal);
    const tracker = createTracker({ apiUrl: proxy.url, durability: 'memory', batchInterval: 60_000 });
    const trackFive = () => {
      for (let i = 0; i < 5; i++) tracker.track('order_paid', { text: 'y'.repeat(1500) + i });
    };
    trackFive();
    expect(await tracker.flush()).toMatchObject({ acknowledged: 5, queued: 0, dropped: {} });
    trackFive();
    expect(await tracker.close()).toMatchObject({ acknowledged: 10, queued: 0, dropped: {} });
    expect(collector.events()).toHaveLength(10);
    expect(proxy.encodings.filter(Boolean)).toEqual(['gzip']);
  },
);
