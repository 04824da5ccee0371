import { resolveOptions } from '@pugmark/core';
import { expect, it } from 'vitest';
import type { RequestOptions } from './mini-api.js';
import { createMiniProgram } from './platform.js';
import { createDevice } from './testing/device.js';
import { startTracker } from './testing/tracker.js';

it('sends what was tracked for one address to no other, also at a later launch; the device is the same', async () => {
  const device = createDevice();
  const bodies: Record<string, string> = {};
  let isOnline = false;
  const request = ({ url, data, success, fail }: RequestOptions) => {
    if (!isOnline) {
      fail({ errMsg: 'request:fail' });
      return undefined;
    }
    bodies[url] = (bodies[url] ?? '') + data;
    const accepted = data.split('"eventId"').length - 1;
    success({ statusCode: 200, data: JSON.stringify({ accepted, duplicates: 0, rejected: [] }) });
    return undefined;
  };
  const launch = async (apiUrl: string, ...names: string[]) => {
    const options = resolveOptions({ apiUrl });
    const tracker = startTracker(createMiniProgram(device.api, { request })('a', options.queue), options);
    for (const name of names) tracker.track(name);
    return tracker.flush();
  };

  expect(await launch('https://one.example.com', 'of_one')).toMatchObject({ queued: 1 });
  isOnline = true;
  expect(await launch('https://two.example.com', 'of_two')).toMatchObject({ adopted: 0, acknowledged: 1 });
  expect(await launch('https://one.example.com')).toMatchObject({ adopted: 1, acknowledged: 1 });

  const [two = '', one = ''] = ['two', 'one'].map(
    (name) => bodies[`https://${name}.example.com/tracking/events/batch`],
  );
  expect(one).toContain('of_one');
  expect(one).not.toContain('of_two');
  expect(two).not.toContain('of_one');
  const deviceOf = (body: string) => /"deviceId":"([^"]+)"/.exec(body)?.[1];
  expect(deviceOf(one)).toBe(deviceOf(two));
});
