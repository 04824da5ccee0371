import {
  ownershipContract,
  platformContract,
  sendContract,
  settingsContract,
  storeContract,
} from '@pugmark/core/testing/contracts';
import { gzip } from './gzip.js';
import { own } from './ownership.js';
import { createPlatform } from './platform.js';
import { send } from './send.js';
import { createSettings } from './settings.js';
import { createStore } from './store.js';
import { createCollector, unique } from './testing/collector.js';
import { openFrame } from './testing/frame.js';

storeContract('IndexedDB', () => {
  const name = unique();
  return { store: createStore(name), reopen: () => createStore(name) };
});

settingsContract('localStorage', () => {
  const name = unique();
  const methods = ['getItem', 'setItem', 'removeItem', 'key'] as const;
  const real = methods.map((method) => [method, Storage.prototype[method]] as const);
  localStorage.setItem('of the page', '1');
  return {
    settings: createSettings(name),
    reopen: () => createSettings(name),
    other: () => createSettings(unique()),
    // As a browser does whose storage file is damaged.
    block() {
      for (const method of methods) {
        Storage.prototype[method] = () => {
          throw new DOMException('', 'NS_ERROR_FILE_CORRUPTED');
        };
      }
    },
    close() {
      for (const [method, implementation] of real) Storage.prototype[method] = implementation as never;
      localStorage.removeItem('of the page');
    },
  };
});

sendContract('fetch', () => {
  const { apiUrl, always, requests } = createCollector();
  return {
    send: (request) => send(request, gzip),
    url: `${apiUrl}/tracking/events/batch`,
    deadUrl: 'http://127.0.0.1:1/',
    reply: always,
    received: async () => (await requests()).map(({ method, body }) => ({ method, body })),
  };
});

ownershipContract('Web Locks', async () => {
  const name = unique();
  const frame = await openFrame();
  const theirs = await frame.window.load('ownership');
  return {
    own: (streamId) => own(name, createSettings(name), streamId),
    other: (streamId) => theirs.own(name, createSettings(name), streamId),
    kill: () => Promise.resolve(frame.remove()),
    close: frame.remove,
  };
});

platformContract('page', () => createPlatform(unique(), 'queue', gzip));
