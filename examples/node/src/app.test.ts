import type { INestApplication } from '@nestjs/common';
import { TrackingService } from '@pugmark/node/nestjs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createApp } from './app.js';
import { simulate } from './simulate.js';
import { startCollector } from './testing/collector.js';

let collector: Awaited<ReturnType<typeof startCollector>>;
let app: INestApplication;
let url: string;

beforeAll(async () => {
  collector = await startCollector();
  app = await createApp({ apiUrl: collector.url, durability: 'memory' });
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});

afterEach(async () => {
  await app.get(TrackingService).flush();
  collector.events.length = 0;
});

afterAll(async () => {
  await app.close();
  collector.close();
});

async function post(path: string, body: unknown, userId = 'u-1') {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(userId && { 'X-User-Id': userId }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function tracked() {
  await app.get(TrackingService).flush();
  return collector.events.map(({ eventName, userId, identities, platform, properties }) => ({
    eventName,
    userId,
    identities,
    platform,
    properties,
  }));
}

test('an order from its creation to its completion', async () => {
  const created = await post('/orders', { amount: 219, serviceId: 'half-day', escortId: 'e-7' }, 'u-42');
  expect(created).toMatchObject({ status: 201, body: { status: 'created', orderNo: expect.any(String) } });
  const { orderId, orderNo } = created.body;
  expect(await post(`/orders/${orderId}/pay`, { paymentMethod: 'alipay' }, 'u-42')).toMatchObject({
    status: 200,
    body: { status: 'paid' },
  });
  await post(`/orders/${orderId}/complete`, { duration: 185, rating: 5 }, 'u-42');

  const of = { userId: 'u-42', identities: { escortId: 'e-7', orderId }, platform: 'server' };
  expect(await tracked()).toEqual([
    {
      ...of,
      eventName: 'order_created',
      properties: { orderId, orderNo, amount: 219, serviceId: 'half-day', escortId: 'e-7' },
    },
    { ...of, eventName: 'order_paid', properties: { orderId, paymentMethod: 'alipay', amount: 219 } },
    { ...of, eventName: 'order_completed', properties: { orderId, duration: 185, rating: 5 } },
  ]);
});

test('a cancelled order', async () => {
  const { orderId } = (await post('/orders', { amount: 69.9 })).body;
  await post(`/orders/${orderId}/cancel`, { cancelReason: '改期' });
  const [, cancelled] = await tracked();
  expect(cancelled).toEqual({
    eventName: 'order_cancelled',
    userId: 'u-1',
    identities: { orderId },
    platform: 'server',
    properties: { orderId, cancelReason: '改期' },
  });
});

test.each([
  ['no JSON', '/orders', '{', 400, 'JSON object'],
  ['no object', '/orders', '[]', 400, 'JSON object'],
  ['no amount', '/orders', {}, 400, '"amount"'],
  ['a negative amount', '/orders', { amount: -1 }, 400, '"amount"'],
  ['a text as amount', '/orders', { amount: '219' }, 400, '"amount"'],
  ['an empty service', '/orders', { amount: 1, serviceId: ' ' }, 400, '"serviceId"'],
  ['too much', '/orders', { amount: 1, note: 'x'.repeat(20_000) }, 413, '16384'],
  ['an unknown order', '/orders/none/pay', { paymentMethod: 'alipay' }, 404, 'none'],
  ['an unknown path', '/refunds', {}, 404, '/refunds'],
])('%s is refused and tracks nothing', async (_, path, body, status, message) => {
  expect(await post(path, body)).toEqual({ status, body: { error: expect.stringContaining(message) } });
  expect(await tracked()).toEqual([]);
});

test('without a user there is no order', async () => {
  expect(await post('/orders', { amount: 1 }, '')).toMatchObject({ status: 401 });
  expect(await tracked()).toEqual([]);
});

test('an order moves only forward, for its own user, and with valid input', async () => {
  const { orderId } = (await post('/orders', { amount: 1 })).body;
  const path = `/orders/${orderId}`;
  expect(await post(`${path}/pay`, { paymentMethod: 'alipay' }, 'u-2')).toMatchObject({ status: 404 });
  expect(await post(`${path}/pay`, { paymentMethod: 'cash' })).toMatchObject({ status: 400 });
  expect(await post(`${path}/complete`, { duration: 60, rating: 5 })).toMatchObject({ status: 409 });
  expect(await post(`${path}/cancel`, {})).toMatchObject({ status: 400 });
  await post(`${path}/pay`, { paymentMethod: 'alipay' });
  expect(await post(`${path}/pay`, { paymentMethod: 'alipay' })).toMatchObject({ status: 409 });
  expect(await post(`${path}/complete`, { duration: 60, rating: 6 })).toMatchObject({ status: 400 });
  expect((await tracked()).map(({ eventName }) => eventName)).toEqual(['order_created', 'order_paid']);
});

test('the simulation places real orders', async () => {
  expect(await simulate(url, 5)).toEqual({ completed: 4, cancelled: 1 });
  const names = (await tracked()).map(({ eventName }) => eventName);
  const count = (name: string) => names.filter((other) => other === name).length;
  expect(['order_created', 'order_paid', 'order_completed', 'order_cancelled'].map(count)).toEqual([
    5, 4, 4, 1,
  ]);
});

test('the simulation says what the service refused', async () => {
  await expect(simulate(`${url}/nowhere`, 1)).rejects.toThrow('404');
});

test('a page’s order joins the session of the page', async () => {
  const headers = {
    'Content-Type': 'application/json',
    'X-User-Id': 'u-9',
    'X-Pugmark-Device': 'device-9',
    'X-Pugmark-Session': 'session-9',
  };
  await fetch(`${url}/orders`, { method: 'POST', headers, body: '{"amount":1}' });
  await tracked();
  expect(collector.events).toMatchObject([{ userId: 'u-9', deviceId: 'device-9', sessionId: 'session-9' }]);
});

test('a price change is an audit event of the administrator', async () => {
  const headers = { 'Content-Type': 'application/json', 'X-User-Id': 'admin-1' };
  const response = await fetch(`${url}/admin/prices/half-day`, {
    method: 'PUT',
    headers,
    body: '{"price":229}',
  });
  expect(await response.json()).toEqual({ serviceId: 'half-day', price: 229 });
  await tracked();
  expect(collector.events).toMatchObject([
    {
      eventName: 'price_change',
      userId: 'admin-1',
      priority: 'audit',
      properties: { serviceId: 'half-day', fromPrice: null, toPrice: 229 },
    },
  ]);
});
