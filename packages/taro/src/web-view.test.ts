import { readHandOver } from '@pugmark/core';
import { expect, it, vi } from 'vitest';
import type { RequestOptions } from './mini-api.js';
import { createDevice } from './testing/device.js';

const bodies: string[] = [];

vi.mock('@tarojs/runtime', () => ({ hooks: { on() {}, tap() {} } }));
vi.mock('@tarojs/taro', () => ({
  default: {
    ...createDevice().api,
    miniGlobal: {
      request({ data, success }: RequestOptions) {
        bodies.push(data);
        const accepted = data.split('"eventId"').length - 1;
        success({ statusCode: 200, data: JSON.stringify({ accepted, duplicates: 0, rejected: [] }) });
      },
    },
  },
}));

const url = 'https://shop.example.com/help?topic=refund#/top';

/** What the page in the web-view finds in its address. */
const carried = (address: string) => readHandOver(new URL(address).searchParams.get('pugmark'), Date.now());

it('the address of a web-view carries device and session of the events, and nothing without consent', async () => {
  const { flush, init, setConsent, track, withVisitor } = await import('./mini.js');
  expect(withVisitor(url)).toBe(url);
  init({ apiUrl: 'https://collect.example.com' });
  track('order_paid');
  await flush();
  const { deviceId, sessionId } = JSON.parse(bodies[0] ?? '').groups[0].shared;
  const address = withVisitor(url);
  expect(carried(address)).toEqual({ deviceId, sessionId });
  expect(address.startsWith('https://shop.example.com/help?topic=refund&pugmark=')).toBe(true);
  expect(address.endsWith('#/top')).toBe(true);

  setConsent('denied');
  expect(withVisitor(url)).toBe(url);
});
