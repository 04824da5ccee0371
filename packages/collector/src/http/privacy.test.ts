import { randomUUID } from 'node:crypto';
import { createMemoryStore, type StoredEvent } from '@pugmark/store';
import { describe, expect, it } from 'vitest';
import { wireEvent } from '../testing/samples.ts';
import { refusalOf, serve, TOKEN } from '../testing/serve.ts';

const READER = 'a-token-that-only-reads';
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

async function served() {
  return serve({ tokens: [{ token: READER, role: 'read' }] });
}

describe('what the law gives people over their data', () => {
  it('tells an admin all that is kept of a person, however much it is', async () => {
    const { url, send } = await served();
    const own = Array.from({ length: 1201 }, () => wireEvent({ userId: 'u/1 ü' }));
    await send({ events: [...own, wireEvent({ userId: 'other', deviceId: 'd2' })] });
    const response = await fetch(`${url}/privacy/persons/${encodeURIComponent('u/1 ü')}`, {
      headers: bearer(TOKEN),
    });
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const told = (await response.json()) as { events: StoredEvent[] };
    expect(told).toMatchObject({
      personId: 'u/1 ü',
      exportedAt: expect.stringMatching(/Z$/),
      identities: [{ deviceId: 'device-1', userId: 'u/1 ü' }],
    });
    expect(new Set(told.events.map(({ eventId }) => eventId))).toEqual(
      new Set(own.map(({ eventId }) => eventId)),
    );
  });

  it('tells as well of somebody of whom nothing is kept', async () => {
    const { url } = await served();
    const response = await fetch(`${url}/privacy/persons/nobody`, { headers: bearer(TOKEN) });
    expect(await response.json()).toMatchObject({ personId: 'nobody', identities: [], events: [] });
  });

  it('erases a person for an admin, and refuses what comes late of it', async () => {
    const { url, send, read } = await served();
    const event = wireEvent({ userId: 'u1', streamId: 's', seq: 1 });
    await send({ events: [event, wireEvent({ userId: 'u2', deviceId: 'd2' })] });
    const response = await fetch(`${url}/privacy/persons/u1`, { method: 'DELETE', headers: bearer(TOKEN) });
    expect(await response.json()).toEqual({
      erasureId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      erasedAt: expect.stringMatching(/Z$/),
      removed: { events: 1, identities: 1, streams: 1 },
    });
    const late = await send({ events: [event] });
    expect(await late.json()).toMatchObject({ accepted: 0, duplicates: 0, rejected: [{ code: 'erased' }] });
    expect((await read<{ events: StoredEvent[] }>('/api/events')).events).toMatchObject([{ userId: 'u2' }]);
  });

  it('is for admins only, and for nobody without a token', async () => {
    const { url, send, read } = await served();
    await send({ events: [wireEvent({ userId: 'u1' })] });
    for (const method of ['GET', 'DELETE']) {
      for (const path of ['/privacy/persons/u1', '/privacy/devices/device-1']) {
        expect((await fetch(url + path, { method, headers: bearer(READER) })).status).toBe(403);
        expect((await fetch(url + path, { method, headers: bearer('a-wrong-token') })).status).toBe(401);
        expect((await fetch(url + path, { method })).status).toBe(401);
      }
    }
    expect((await fetch(`${url}/api/events`, { headers: bearer(READER) })).status).toBe(200);
    expect((await read<{ events: StoredEvent[] }>('/api/events')).events).toHaveLength(1);
  });

  it('is not for this machine without a token, when the view is open', async () => {
    const { url } = await serve({ openView: true });
    expect((await fetch(`${url}/api/events`)).status).toBe(200);
    expect(await refusalOf(await fetch(`${url}/privacy/persons/u1`, { method: 'DELETE' }))).toMatchObject({
      status: 403,
      code: 'role_not_allowed',
    });
  });

  it('answers odd ids with 400, and a store that fails with 503', async () => {
    const { url } = await served();
    for (const id of ['%00', '%20', 'x'.repeat(257)]) {
      const response = await fetch(`${url}/privacy/persons/${id}`, { headers: bearer(TOKEN) });
      expect((await refusalOf(response)).status).toBe(400);
    }
  });
});

describe('a device that asks to be erased', () => {
  const post = (url: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}/tracking/erasure`, { method: 'POST', body: JSON.stringify(body), headers });

  it('is erased, with its random id as the proof, and learns nothing else', async () => {
    const { url, send, read } = await serve();
    const deviceId = randomUUID();
    await send({
      events: [wireEvent({ deviceId, userId: 'u1' }), wireEvent({ deviceId: 'd2', userId: 'u1' })],
    });
    const answer = { erasureId: expect.any(String), erasedAt: expect.any(String) };
    expect(await (await post(url, { deviceId })).json()).toEqual(answer);
    // The other device of the same user is not this one's to erase.
    const { events } = await read<{ events: StoredEvent[] }>('/api/events');
    expect(events).toMatchObject([{ deviceId: 'd2' }]);
    expect(await (await post(url, { deviceId: randomUUID() })).json()).toEqual(answer);
  });

  it('proves nothing with an id that others may know', async () => {
    const { url, send, read } = await serve();
    await send({ events: [wireEvent()] });
    for (const body of [{ deviceId: 'device-1' }, { deviceId: 'server' }, { userId: 'u1' }, {}, []]) {
      expect(await refusalOf(await post(url, body))).toMatchObject({
        status: 403,
        code: 'erasure_not_proved',
      });
    }
    expect((await read<{ events: StoredEvent[] }>('/api/events')).events).toHaveLength(1);
  });

  it('needs what sending needs: an origin, a key; and may be switched off', async () => {
    const { url } = await serve({ allowOrigin: ['https://shop.example'], writeKeys: ['key-1'] });
    const deviceId = randomUUID();
    expect((await post(url, { deviceId })).status).toBe(401);
    expect((await post(url, { deviceId, key: 'key-1' }, { Origin: 'https://evil.example' })).status).toBe(
      403,
    );
    const allowed = await post(url, { deviceId, key: 'key-1' }, { Origin: 'https://shop.example' });
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    const off = await serve({ store: createMemoryStore(), deviceErasure: false });
    expect(await refusalOf(await post(off.url, { deviceId }))).toMatchObject({ code: 'erasure_not_allowed' });
  });
});
