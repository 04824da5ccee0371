import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate, setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startTracking } from '../testing/tracking.js';
import { currentContext, updateContext, withContext } from './context.js';

describe('an event', () => {
  it('outside any context is of the server', async () => {
    const { tracker, arrived } = await startTracking();
    tracker.trackBusinessEvent('a');
    const [event] = await arrived();
    expect(event).toMatchObject({ deviceId: 'server', sessionId: 'server', platform: 'server' });
    expect(event?.userId).toBeUndefined();
  });

  it('carries the context: after an await, in a timer, an emitter and a stream', async () => {
    const { tracker, arrived } = await startTracking();
    const context = { userId: 7, deviceId: 'd', sessionId: 's', identities: { orderId: 'o' } };
    const result = await withContext(context, async () => {
      tracker.track('at_once');
      await setTimeout(1);
      tracker.track('after_await');
      const emitter = new EventEmitter().on('x', () => tracker.track('in_emitter'));
      emitter.emit('x');
      for await (const _ of Readable.from(['chunk'])) tracker.track('in_stream');
      await new Promise<void>((resolve) => {
        global.setTimeout(() => {
          tracker.track('in_timer');
          resolve();
        }, 1);
      });
      return 'result';
    });
    expect(result).toBe('result');
    const events = await arrived();
    expect(events).toHaveLength(5);
    for (const event of events)
      expect(event).toMatchObject({
        userId: '7',
        deviceId: 'd',
        sessionId: 's',
        identities: { orderId: 'o' },
        platform: 'server',
      });
  });

  it('says itself what counts more than the context', async () => {
    const { tracker, arrived } = await startTracking();
    const context = {
      userId: 'u',
      deviceId: 'd',
      ip: '192.0.2.1',
      userAgent: 'a',
      identities: { orderId: 'o', couponId: 'c' },
    };
    withContext(context, () => {
      tracker.trackBusinessEvent('a', { ip: 'mine' }, { userId: 'other', orderId: 'p' });
      tracker.track('b', undefined, { deviceId: 'e', priority: 'audit', userId: undefined as never });
    });
    const [a, b] = await arrived();
    expect(a).toMatchObject({
      userId: 'other',
      deviceId: 'd',
      identities: { orderId: 'p', couponId: 'c' },
      properties: { ip: 'mine', userAgent: 'a' },
    });
    expect(b).toMatchObject({
      userId: 'u',
      deviceId: 'e',
      priority: 'audit',
      properties: { ip: '192.0.2.1' },
    });
  });
});

describe('contexts', () => {
  it('within one another add up, and end with their function', () => {
    withContext({ userId: 'u', deviceId: 'd', identities: { a: '1' } }, () => {
      withContext({ userId: null, sessionId: 's', identities: { b: '2' } }, () => {
        expect(currentContext()).toEqual({
          userId: null,
          deviceId: 'd',
          sessionId: 's',
          identities: { a: '1', b: '2' },
        });
      });
      expect(currentContext()).toEqual({ userId: 'u', deviceId: 'd', identities: { a: '1' } });
    });
    expect(currentContext()).toBeUndefined();
  });

  it('can learn what is known later, for all that follows', async () => {
    await withContext({ deviceId: 'd' }, async () => {
      await (async () => updateContext({ userId: 'u' }))();
      expect(currentContext()).toEqual({ userId: 'u', deviceId: 'd' });
    });
    expect(() => updateContext({ userId: 'u' })).not.toThrow();
    expect(currentContext()).toBeUndefined();
  });

  it('cannot be changed through what currentContext answers', () => {
    withContext({ userId: 'u' }, () => {
      Object.assign(currentContext() ?? {}, { userId: 'other' });
      expect(currentContext()?.userId).toBe('u');
    });
  });

  it('never mix, however hundreds of them interleave', async () => {
    const { tracker, arrived } = await startTracking();
    const step = fc.constantFrom('tick', 'immediate', 'timer', 'nested', 'update');
    const job = fc.record({ id: fc.uuid(), steps: fc.array(step, { minLength: 1, maxLength: 8 }) });
    let expected = 0;
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(job, { minLength: 300, selector: ({ id }) => id }), async (jobs) => {
        await Promise.all(
          jobs.map(({ id, steps }) =>
            withContext({ sessionId: id, deviceId: id }, async () => {
              for (const name of steps) {
                if (name === 'immediate') await setImmediate();
                else if (name === 'timer') await setTimeout(0);
                else await undefined;
                if (name === 'update') updateContext({ userId: id });
                const go = () => tracker.track('step', { id });
                if (name === 'nested') withContext({ userId: id }, go);
                else go();
                expected++;
              }
            }),
          ),
        );
      }),
      { numRuns: 3 },
    );
    const events = await arrived();
    expect(events).toHaveLength(expected);
    for (const { deviceId, sessionId, userId, properties } of events) {
      const id = properties?.id;
      expect([deviceId, sessionId, userId ?? id]).toEqual([id, id, id]);
    }
  });
});
