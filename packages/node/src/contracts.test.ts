import { rmSync, writeFileSync } from 'node:fs';
// By path, until core publishes them as an entry of its own.
import {
  ownershipContract,
  platformContract,
  type Reply,
  sendContract,
  settingsContract,
  storeContract,
} from '../../core/src/testing/contracts/index.js';
import { createStorage } from './create-storage.js';
import { createLocks } from './disk/locks.js';
import { createFileSettings } from './disk/settings.js';
import { createDiskStore } from './disk/store.js';
import { createPlatform as createEdgePlatform } from './edge/platform.js';
import { createMemoryLocks } from './memory/locks.js';
import { createMemorySettings } from './memory/settings.js';
import { createMemoryStore } from './memory/store.js';
import { resolveServerOptions } from './options.js';
import { createPlatform } from './platform.js';
import { createTransport } from './send.js';
import { deadAddress, startCollector } from './testing/collector.js';
import { temporaryDirectory } from './testing/directory.js';

platformContract('node', () => {
  const directory = temporaryDirectory();
  return createPlatform(
    createTransport(),
    createStorage(resolveServerOptions({ apiUrl: 'http://c', directory })),
  );
});

for (const durability of ['os', 'fsync'] as const) {
  storeContract(`node, on disk, ${durability}`, () => {
    const directory = temporaryDirectory();
    const open = () => createDiskStore(directory, durability, createLocks(directory));
    return { store: open(), reopen: open };
  });

  settingsContract(`node, on disk, ${durability}`, () => {
    const directory = temporaryDirectory();
    const other = temporaryDirectory();
    const open = () => createFileSettings(directory, durability);
    return {
      settings: open(),
      reopen: open,
      other: () => createFileSettings(other, durability),
      block() {
        rmSync(directory, { recursive: true });
        writeFileSync(directory, 'no directory');
      },
    };
  });
}

ownershipContract('node, on disk', () => {
  const directory = temporaryDirectory();
  return { own: createLocks(directory).own, other: createLocks(directory).own };
});

storeContract('node, in memory', () => {
  const store = createMemoryStore();
  // One process, one holder: whoever comes next has the same object.
  return { store, reopen: () => store };
});

settingsContract('node, in memory', () => {
  const settings = createMemorySettings();
  return {
    settings,
    reopen: () => settings,
    other: () => createMemorySettings(),
  };
});

ownershipContract('node, in memory', () => {
  const own = createMemoryLocks();
  return { own, other: own };
});

platformContract('edge', createEdgePlatform);

for (const [name, createSend] of [
  ['node', () => createTransport().send],
  ['edge', () => createEdgePlatform().send],
] as const)
  sendContract(name, async () => {
    let reply: Reply = 'never';
    const collector = await startCollector((response) => {
      if (reply === 'never') return;
      if (reply === 'break') return response.socket?.destroy();
      response.statusCode = reply.status;
      if (reply.retryAfter) response.setHeader('Retry-After', reply.retryAfter);
      response.end(reply.body);
    });
    return {
      send: createSend(),
      url: collector.url,
      deadUrl: await deadAddress(),
      reply(next) {
        reply = next;
      },
      received: () => collector.received.map(({ method, text }) => ({ method, body: text })),
    };
  });
