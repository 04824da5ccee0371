import { mirrorContract, settingsContract } from '@pugmark/core/testing/contracts';
import { expect, it } from 'vitest';
import { createMirror } from './mirror.js';
import { createStorage } from './storage.js';
import { clock } from './surroundings.js';
import { createDevice, type Device } from './testing/device.js';
import { createWriter } from './writer.js';

const KB = 1024;
const asJson = (value: string) => JSON.stringify({ data: value });

const devices: [name: string, create: () => Device][] = [
  ['WeChat', () => createDevice()],
  ['Alipay', () => createDevice(200 * KB, 10 * KB * KB, asJson, () => ({ success: false, error: 14 }))],
  ['Baidu', () => createDevice(KB * KB, 10 * KB * KB, undefined, (error) => error)],
];

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

function openMirror(device: Device) {
  let tell = (_: unknown) => {};
  const writer = createWriter(device.api, clock, (cause) => tell(cause));
  return {
    ...createMirror(device.api, 'pugmark.1.a.c-q.', writer, clock),
    follow(onTrouble: typeof tell) {
      tell = onTrouble;
    },
  };
}

for (const [name, create] of devices) {
  mirrorContract(`storage of ${name}`, () => {
    const device = create();
    return {
      mirror: openMirror(device),
      reopen: () => openMirror(device),
      fill: device.fill,
      settle,
    };
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

  it(`no key of ${name} is larger than it may be, whatever the records hold`, async () => {
    const device = create();
    const mirror = openMirror(device);
    for (let index = 0; index < 40; index++) mirror.put(`k${index}`, `{}\n,${'"\\"'.repeat(10_000)}`);
    await settle();
    expect(device.largest).toBeLessThan(200 * KB);
    expect(Object.keys(await openMirror(device).load())).toHaveLength(40);
  });
}

it('storage is read synchronously once, when it is opened', async () => {
  const device = createDevice();
  openMirror(device).put('k', '{}');
  await settle();
  device.syncReads = 0;
  const { settings } = createStorage(device.api, clock, 'a')('q');
  settings.get('device');
  await openMirror(device).load();
  expect(device.syncReads).toBe(1);
});

it('a mirror leaves nothing behind when all is dropped', async () => {
  const device = createDevice();
  const mirror = openMirror(device);
  for (const key of ['k', 'l']) mirror.put(key, 'x'.repeat(100_000));
  await settle();
  for (const key of ['k', 'l']) mirror.drop(key);
  await settle();
  expect([...device.values.keys()]).toEqual([]);
});

it('what lies under our keys and is of no form of ours goes away', async () => {
  const device = createDevice();
  device.values.set('pugmark.1.a.c-q.broken', '2|{"k":"v');
  const mirror = openMirror(device);
  expect(await mirror.load()).toEqual({});
  mirror.write();
  await settle();
  expect([...device.values.keys()]).toEqual([]);
});
