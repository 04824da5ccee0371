import { randomBytes } from 'node:crypto';

/** About 500 bytes and 15 fields, as a page sends it. */
function event(number) {
  const id = randomBytes(16);
  // A UUIDv7 of now: what trackers send.
  id.writeUIntBE(Date.now(), 0, 6);
  id[6] = 0x70 | (id[6] & 0x0f);
  id[8] = 0x80 | (id[8] & 0x3f);
  const eventId = id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const stream = Math.floor(number / 200);
  return {
    eventId,
    eventName: ['page_view', 'click', 'order_paid', 'search', 'scroll'][number % 5],
    eventTime: new Date().toISOString(),
    deviceId: `device-${stream % 5000}`,
    sessionId: `session-${stream}`,
    platform: 'h5',
    streamId: `stream-${stream}`,
    seq: (number % 200) + 1,
    ...(number % 3 === 0 ? { userId: `user-${stream % 2000}` } : {}),
    deviceType: 'mobile',
    osName: 'iOS',
    osVersion: '17.5',
    properties: {
      pagePath: `/products/${number % 1000}`,
      pageTitle: 'A product that somebody looks at',
      amount: number % 997,
      coupon: 'SPRING-2026',
      isMember: number % 2 === 0,
    },
  };
}

/** The bodies of all requests, made before the clock starts. */
export function makeBodies(total, batch) {
  const bodies = [];
  for (let from = 0; from < total; from += batch) {
    const events = Array.from({ length: batch }, (_, i) => event(from + i));
    bodies.push(Buffer.from(JSON.stringify({ sentAt: new Date().toISOString(), events })));
  }
  return bodies;
}
