import { resolveOptions } from '@pugmark/core';
import { expect, it } from 'vitest';
import type { RequestOptions } from './mini-api.js';
import { createMiniProgram } from './platform.js';
import { createDevice } from './testing/device.js';
import { startTracker } from './testing/tracker.js';

const options = resolveOptions({ apiUrl: 'https://collect.example.com' });

it('keeps 1,000 events offline in at most 12 writes, all there at the next launch', async () => {
  const device = createDevice();
  const offline = ({ fail }: RequestOptions) => {
    fail({ errMsg: 'request:fail' });
    return undefined;
  };
  const tracker = startTracker(
    createMiniProgram(device.api, { request: offline })('a', options.queue),
    options,
  );
  for (let index = 0; index < 1000; index++)
    tracker.track('order_created', { orderId: `o-${index}`, amount: 199, hospital: '协和医院' });
  await tracker.flush();
  expect(device.writes).toBeLessThanOrEqual(12);

  const bodies: string[] = [];
  const online = ({ data, success }: RequestOptions) => {
    bodies.push(data);
    const accepted = data.split('"eventId"').length - 1;
    success({ statusCode: 200, data: JSON.stringify({ accepted, duplicates: 0, rejected: [] }) });
    return undefined;
  };
  const again = createMiniProgram(device.api, { request: online })('a', options.queue);
  const next = startTracker(again, options);
  await new Promise<void>((resolve) => {
    next.on('ack', () => {
      if (next.stats().acknowledged >= 1000 - 1) resolve();
    });
  });
  await next.flush();
  expect(next.stats()).toMatchObject({ adopted: 1000, acknowledged: 1000, queued: 0 });
  const ids = bodies.join().match(/o-\d+/g);
  expect(new Set(ids).size).toBe(1000);
});
