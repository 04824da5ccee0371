import { settingsContract, storeContract } from '@pugmark/core/testing/contracts';
import { describe, expect, it } from 'vitest';
import { createStorage, createStorageRegistry } from './storage.js';
import { clock } from './surroundings.js';
import { createDevice, type Device } from './testing/device.js';

const KB = 1024;
const asJson = (value: string) => JSON.stringify({ data: value });

const devices: [name: string, create: () => Device][] = [
  ['WeChat', () => createDevice()],
  ['Alipay', () => createDevice(200 * KB, 10 * KB * KB, asJson, () => ({ success: false, error: 14 }))],
  ['Baidu', () => createDevice(KB * KB, 10 * KB * KB, undefined, (error) => error)],
];

for (const [name, create] of devices) {
  storeContract(`storage of ${name}`, () => {
    const open = createStorageRegistry(create().api, clock);
    return { store: open('a', 'q').store, reopen: () => open('a', 'q').store };
  });

  settingsContract(`storage of ${name}`, () => {
    const device = create();
    device.values.set('of the app', '1');
    const first = createStorage(device.api, clock, 'a')('q');
    // In the background every write is made at once; in the foreground it waits a moment.
    first.hide(true);
    return {
      settings: first.settings,
      reopen: () => createStorage(device.api, clock, 'a')('q').settings,
      other: () => createStorage(device.api, clock, 'b')('q').settings,
      block() {
        device.block();
        first.settings.set('b', '1');
      },
    };
  });

  describe(`storage of ${name}`, () => {
    it('has for the next launch what it said to have kept', async () => {
      const device = create();
      const { store, settings } = createStorage(device.api, clock, 'a')('q');
      settings.set('device', 'd-1');
      const texts = Array.from({ length: 300 }, (_, index) => `${index} 中文😀 "quoted" ${'x'.repeat(3000)}`);
      await store.set(texts.map((text, index) => [`k${index}`, text] as const));
      await store.remove(['k3', 'k4']);
      const next = createStorage(device.api, clock, 'a')('q');
      expect(next.settings.get('device')).toBe('d-1');
      expect((await next.store.keys()).sort()).toEqual(
        texts
          .map((_, index) => `k${index}`)
          .filter((key) => key !== 'k3' && key !== 'k4')
          .sort(),
      );
      for (const key of await next.store.keys()) expect(await next.store.get(key)).toBe(texts[+key.slice(1)]);
    });

    it('keeps a spill that is larger than a key may be', () => {
      const device = create();
      const { settings, hide } = createStorage(device.api, clock, 'a')('q');
      const spill = '中"😀'.repeat(200_000);
      settings.set('spill.s-1', spill);
      hide(true);
      expect(createStorage(device.api, clock, 'a')('q').settings.get('spill.s-1') === spill).toBe(true);
      settings.remove('spill.s-1');
      expect([...device.values.keys()]).toEqual(['pugmark.1.a.settings']);
    });
  });
}

describe('storage', () => {
  it('reads synchronously once, when it is opened', async () => {
    const device = createDevice();
    const first = createStorage(device.api, clock, 'a')('q');
    first.settings.set('device', 'd-1');
    await first.store.set([['k', 'v']]);
    device.syncReads = 0;
    const { settings, store } = createStorage(device.api, clock, 'a')('q');
    settings.get('device');
    await store.get('k');
    expect(device.syncReads).toBe(1);
  });

  it('leaves nothing behind when all is removed', async () => {
    const device = createDevice();
    const { store } = createStorage(device.api, clock, 'a')('q');
    await store.set([
      ['k', 'x'.repeat(100_000)],
      ['l', 'y'],
    ]);
    await store.remove(['k', 'l']);
    expect([...device.values.keys()]).toEqual([]);
  });

  it('refuses what does not fit, keeps what it has, and takes more once there is room', async () => {
    const device = createDevice(1e6, 150_000);
    const { store } = createStorage(device.api, clock, 'a')('q');
    await store.set([['first', 'x'.repeat(100_000)]]);
    await expect(store.set([['second', 'y'.repeat(100_000)]])).rejects.toThrow('exceed');
    expect(await store.keys()).toEqual(['first']);
    await store.remove(['first']);
    await store.set([['second', 'y'.repeat(100_000)]]);
    expect(await createStorage(device.api, clock, 'a')('q').store.keys()).toEqual(['second']);
  });

  it('throws away a chunk that is half written', async () => {
    const device = createDevice();
    device.values.set('pugmark.1.a.c.broken', '2|{"k":"v');
    const { store } = createStorage(device.api, clock, 'a')('q');
    expect(await store.keys()).toEqual([]);
  });
});
