import type { LifecycleSignal } from '@pugmark/core';
import { ownershipContract } from '@pugmark/core/testing/contracts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { facts } from './facts.js';
import { lifecycle } from './lifecycle.js';
import { own } from './ownership.js';
import { sendOnExit } from './send.js';
import { createSettings } from './settings.js';

const MINUTE = 60_000;

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
  const settings = createSettings('own');
  afterEach(() => {
    for (const key of settings.keys()) settings.remove(key);
    vi.useRealTimers();
  });

  for (const [name, members] of [
    ['where there are no Web Locks', {}],
    [
      'where Web Locks are refused',
      { locks: { request: () => Promise.reject(new DOMException('', 'SecurityError')) } },
    ],
  ] as const) {
    ownershipContract(name, () => {
      vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
      setNavigator(members);
      const take = (streamId: string) => own('own', settings, streamId);
      return {
        own: take,
        other: take,
        async kill() {
          // The dead say nothing more, and time goes on.
          vi.clearAllTimers();
          vi.setSystemTime(Date.now() + 4 * MINUTE);
        },
      };
    });
  }

  it('keeps a stream for as long as its page lives', async () => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
    setNavigator({});
    await own('own', settings, 's1');
    vi.advanceTimersByTime(60 * MINUTE);
    expect(await own('own', settings, 's1')).toBeUndefined();
  });

  it('does not believe a beat that is far in the future', async () => {
    setNavigator({});
    settings.set('lock.s1', `${Date.now() + 60 * MINUTE}`);
    expect(await own('own', settings, 's1')).toBeDefined();
  });

  it('gives every stream where nothing can be stored', async () => {
    setNavigator({});
    vi.stubGlobal('localStorage', undefined);
    for (let turn = 0; turn < 2; turn++) expect(await own('own', settings, 's1')).toBeDefined();
  });
});
