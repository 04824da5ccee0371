import { readPlan } from '@pugmark/plan';
import { describe, expect, it } from 'vitest';
import { wireEvent } from '../testing/samples.ts';
import { refusalOf, serve } from '../testing/serve.ts';

const { plan } = readPlan({
  version: 1,
  name: 'shop',
  events: { order_paid: { properties: { amount: 'number' } } },
});

describe('apps', () => {
  it('have two keys while one takes the place of the other, in the envelope or the header', async () => {
    const { send } = await serve({ apps: [{ name: 'shop', keys: ['old-key', 'new-key'] }] });
    for (const key of ['old-key', 'new-key']) {
      expect((await send({ key, events: [wireEvent()] })).status).toBe(200);
      expect((await send({ events: [wireEvent()] }, { 'X-Pugmark-Key': key })).status).toBe(200);
    }
    expect(await refusalOf(await send({ key: 'other', events: [] }))).toMatchObject({
      status: 401,
      code: 'unknown_key',
    });
    expect((await send({ events: [wireEvent()] })).status).toBe(401);
    await expect(serve({ apps: [{ name: 'shop', keys: ['a', 'b', 'c'] }] })).rejects.toThrow(
      'shop must have one key',
    );
  });

  it('have origins of their own', async () => {
    const { send } = await serve({
      allowOrigin: ['https://all.example'],
      apps: [
        { name: 'shop', keys: ['shop'], allowOrigin: ['https://shop.example'] },
        { name: 'other', keys: ['other'] },
      ],
    });
    const from = async (origin: string, key: string) =>
      (await send({ key, events: [wireEvent()] }, { Origin: origin })).status;
    expect(await from('https://shop.example', 'shop')).toBe(200);
    expect(await from('https://all.example', 'other')).toBe(200);
    expect(await from('https://all.example', 'shop')).toBe(403);
    expect(await from('https://shop.example', 'other')).toBe(403);
    expect(await from('https://evil.example', 'shop')).toBe(403);
  });

  it('have a plan and a rate of their own', async () => {
    const { send } = await serve({
      maxEvents: 10,
      apps: [
        { name: 'strict', keys: ['strict'], plan, planMode: 'enforce' },
        { name: 'slow', keys: ['slow'], rateLimit: 1 },
      ],
    });
    const unknown = () => wireEvent({ eventName: 'page_view' });
    expect(await (await send({ key: 'strict', events: [unknown()] })).json()).toMatchObject({
      rejected: [{ code: 'unknown_event' }],
    });
    const ten = () => Array.from({ length: 10 }, unknown);
    expect(await (await send({ key: 'slow', events: ten() })).json()).toMatchObject({ accepted: 10 });
    expect((await send({ key: 'slow', events: ten() })).status).toBe(429);
    expect((await send({ key: 'strict', events: ten() })).status).toBe(200);
  });

  it('with plain keys beside them go on', async () => {
    const { send } = await serve({ writeKeys: ['plain'], apps: [{ name: 'shop', keys: ['shop'] }] });
    for (const key of ['plain', 'shop'])
      expect((await send({ key, events: [wireEvent()] })).status).toBe(200);
  });
});
