import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CleanEvent } from './clean.ts';
import { createDeviceReader } from './device.ts';
import { checkMarkRules, createMarker, type MarkRule } from './marks.ts';
import { transform } from './transform.ts';

const now = Date.parse('2026-05-01T08:00:00.000Z');
const iso = (time: number) => new Date(time).toISOString();

function event(changes: Partial<CleanEvent> = {}): CleanEvent {
  return {
    eventId: randomUUID(),
    eventName: 'page_view',
    eventTime: iso(now - 10_000),
    deviceId: 'd',
    sessionId: 's',
    platform: 'h5',
    facts: {},
    properties: {},
    ...changes,
  };
}

function one(changes: Partial<CleanEvent>, sentAt?: number, marker = createMarker()) {
  const arrival = { receivedAt: now, ...(sentAt === undefined ? {} : { sentAt }) };
  return transform([event(changes)], arrival, marker)[0];
}

describe('clock skew', () => {
  it('moves the time of a client whose clock is an hour behind, and keeps what it said', () => {
    const clientNow = now - 3_600_000;
    expect(one({ eventTime: iso(clientNow - 5000) }, clientNow)).toMatchObject({
      eventTime: iso(now - 5000),
      clientTime: iso(clientNow - 5000),
      receivedAt: iso(now),
    });
  });

  it('moves the time of a client whose clock is ahead', () => {
    const clientNow = now + 86_400_000;
    expect(one({ eventTime: iso(clientNow - 5000) }, clientNow)?.eventTime).toBe(iso(now - 5000));
  });

  it('takes two seconds for the way through the network', () => {
    expect(one({ eventTime: iso(now - 1900) }, now - 1900)?.eventTime).toBe(iso(now - 1900));
  });

  it('pulls a time in the future back to the time of receipt', () => {
    expect(one({ eventTime: iso(now + 60_000) })?.eventTime).toBe(iso(now));
  });

  it('survives absurd clocks', () => {
    expect(one({ eventTime: '1970-01-01T00:00:00Z' }, Date.parse('9999-01-01T00:00:00Z'))?.eventTime).toBe(
      '1970-01-01T00:00:00.000Z',
    );
  });
});

describe('events without an id', () => {
  const anonymous = (changes: Partial<CleanEvent>) => {
    const { eventId: _, ...rest } = event({ userId: 'u', eventTime: '2026-05-01T07:00:00.100Z', ...changes });
    return transform([rest], { receivedAt: now }, createMarker())[0]?.eventId;
  };

  it('get the same id within a second of name, user and session, however often they are sent', () => {
    const id = anonymous({});
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(anonymous({ eventTime: '2026-05-01T07:00:00.900Z' })).toBe(id);
  });

  it.each([
    { eventName: 'search' },
    { userId: 'v' },
    { sessionId: 't' },
    { eventTime: '2026-05-01T07:00:01.000Z' },
  ])('get another id for another %o', (changes) => {
    expect(anonymous(changes)).not.toBe(anonymous({}));
  });
});

describe('device facts', () => {
  const device = { deviceType: 'mobile', osName: 'iOS', osVersion: '17.5' };
  const facts = (changes: Partial<CleanEvent>) =>
    transform([event(changes)], { receivedAt: now, agent: { device, isRobot: false } }, createMarker())[0]
      ?.facts;

  it('come from the request when the event has none', () => {
    expect(facts({ facts: { network: '4g' } })).toEqual({ network: '4g', ...device });
  });

  it('are those of the event when it has some, without mixing two systems', () => {
    expect(facts({ facts: { osName: 'HarmonyOS' } })).toEqual({ deviceType: 'mobile', osName: 'HarmonyOS' });
    expect(facts({ facts: { deviceType: 'tablet' } })).toEqual({ ...device, deviceType: 'tablet' });
  });

  it.each(['server', 'device'])('are not those of the request on the platform %s', (platform) => {
    expect(facts({ platform })).toEqual({});
  });
});

describe('marks', () => {
  const rules: MarkRule[] = [
    { mark: 'suspect_batch', eventName: 'qr_scan', moreThan: 3, within: 60_000 },
    { mark: 'dear', eventName: 'order_paid', property: 'amount', above: 1000 },
    { mark: 'busy_user', eventName: 'qr_scan', moreThan: 1, within: 60_000, by: 'user' },
  ];
  const scan = (changes: Partial<CleanEvent> = {}) => event({ eventName: 'qr_scan', ...changes });

  it('marks a device that scans too often in a short time, and only that one', () => {
    const scans = [scan(), scan(), scan(), scan(), scan(), scan({ deviceId: 'other' })];
    const marks = transform(scans, { receivedAt: now }, createMarker(rules)).map((e) => e.marks);
    expect(marks).toEqual([[], [], [], ['suspect_batch'], ['suspect_batch'], []]);
  });

  it('takes a resent scan for the same scan', () => {
    const marker = createMarker(rules);
    const same = scan();
    for (let i = 0; i < 9; i++) {
      expect(transform([same], { receivedAt: now }, marker)[0]?.marks).toEqual([]);
    }
  });

  it('forgets scans that are long past', () => {
    const scans = [0, 1, 2, 3, 4].map((i) => scan({ eventTime: iso(now - 600_000 + i * 30_000) }));
    const marked = transform(scans, { receivedAt: now }, createMarker(rules));
    expect(marked.flatMap(({ marks }) => marks)).toEqual([]);
  });

  it('has rules of the operator’s own, of which each counts for itself', () => {
    const marker = createMarker(rules);
    const marksOf = (changes: Partial<CleanEvent>) =>
      transform([event(changes)], { receivedAt: now }, marker)[0]?.marks;
    expect(marksOf({ eventName: 'order_paid', properties: { amount: 1001 } })).toEqual(['dear']);
    expect(marksOf({ eventName: 'order_paid', properties: { amount: '1001' } })).toEqual([]);
    const user = { eventName: 'qr_scan', userId: 'u', deviceId: 'server' };
    expect(marksOf(user)).toEqual([]);
    expect(marksOf(user)).toEqual(['busy_user']);
    expect(marksOf({ eventName: 'page_view' })).toEqual([]);
  });

  it('has no rules that make no sense', () => {
    for (const rule of [
      { mark: 'X', eventName: 'a', above: 1 },
      { mark: 'x', eventName: 'a' },
      { mark: 'x', eventName: 'a', moreThan: 1 },
    ]) {
      expect(() => checkMarkRules([rule as unknown as MarkRule])).toThrow('markRules must be like');
    }
  });

  it('marks what a robot that looks at pages sends, and not what a server passes on', () => {
    const marksOf = (userAgent: string, changes: Partial<CleanEvent> = {}) =>
      transform(
        [event(changes)],
        { receivedAt: now, agent: createDeviceReader()(userAgent) },
        createMarker(),
      )[0]?.marks;
    const robot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
    expect(marksOf(robot)).toEqual(['robot']);
    expect(marksOf(robot, { platform: 'server' })).toEqual([]);
    expect(marksOf('node')).toEqual([]);
    expect(
      marksOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0'),
    ).toEqual([]);
  });

  it('marks a heartbeat that took too long', () => {
    const heartbeat = (latency_ms: number) =>
      one({ eventName: 'heartbeat_receive', properties: { latency_ms } });
    expect(heartbeat(9000)?.marks).toEqual(['late_heartbeat']);
    expect(heartbeat(40)?.marks).toEqual([]);
  });
});
