import type { LifecycleSignal } from '@pugmark/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { facts } from './facts.js';
import { lifecycle } from './lifecycle.js';
import { own } from './ownership.js';
import { sendOnExit } from './send.js';

afterEach(() => vi.unstubAllGlobals());

const setNavigator = (members: object) => vi.stubGlobal('navigator', members);

describe('facts', () => {
  it.each<[unknown, object]>([
    [undefined, {}],
    [{}, {}],
    [{ type: 'wifi', effectiveType: '4g' }, { network: 'wifi' }],
    [{ type: 'cellular', effectiveType: '3g' }, { network: '3g' }],
    [{ effectiveType: 'slow-2g' }, { network: 'slow-2g' }],
    [{ type: 'none' }, {}],
  ])('of the connection %j', (connection, expected) => {
    setNavigator({ connection });
    expect(facts()).toEqual(expected);
  });
});

describe('lifecycle', () => {
  const listen = () => {
    const signals: LifecycleSignal[] = [];
    return { signals, stop: lifecycle((signal) => signals.push(signal)) };
  };
  const turn = (visibilityState: string) => {
    Object.defineProperty(document, 'visibilityState', { value: visibilityState, configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  };
  const transit = (type: string, persisted: boolean) =>
    window.dispatchEvent(Object.assign(new Event(type), { persisted }));

  it('tells what happens to the page, in order', () => {
    const { signals, stop } = listen();
    turn('hidden');
    turn('visible');
    transit('pagehide', true);
    transit('pageshow', true);
    for (const type of ['offline', 'online']) window.dispatchEvent(new Event(type));
    transit('pagehide', false);
    stop();
    expect(signals).toEqual(['hidden', 'visible', 'exit', 'visible', 'offline', 'online', 'exit']);
  });

  it('takes the first pageshow for no return', () => {
    const { signals, stop } = listen();
    transit('pageshow', false);
    stop();
    expect(signals).toEqual([]);
  });

  it('is silent once stopped, and stops only the one listener', () => {
    const first = listen();
    const second = listen();
    first.stop();
    first.stop();
    window.dispatchEvent(new Event('online'));
    second.stop();
    expect(first.signals).toEqual([]);
    expect(second.signals).toEqual(['online']);
  });
});

describe('sendOnExit', () => {
  it.each<[string, object, boolean]>([
    ['taken', { sendBeacon: () => true }, true],
    ['refused', { sendBeacon: () => false }, false],
    ['not there', {}, false],
    [
      'blocked',
      {
        sendBeacon() {
          throw new TypeError('blocked');
        },
      },
      false,
    ],
  ])('where the beacon is %s', (_, members, expected) => {
    setNavigator(members);
    expect(sendOnExit('https://collect.test', '{}')).toBe(expected);
  });
});

describe('own', () => {
  it.each<[string, object]>([
    ['there are no locks', {}],
    [
      'locks are refused',
      { locks: { request: () => Promise.reject(new DOMException('', 'SecurityError')) } },
    ],
  ])('gives every stream where %s', async (_, members) => {
    setNavigator(members);
    const lock = await own('pugmark', 's1');
    expect(lock).toBeDefined();
    lock?.release();
  });
});
