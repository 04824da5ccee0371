// By path, until core publishes them as an entry of its own.
import {
  ownershipContract,
  platformContract,
  type Reply,
  sendContract,
  settingsContract,
  storeContract,
} from '../../core/src/testing/contracts/index.js';
import { createLocks } from './ownership.js';
import { createPlatform } from './platform.js';
import { createTransport } from './send.js';
import { createSettings } from './settings.js';
import { createStore } from './store.js';
import { deadAddress, startCollector } from './testing/collector.js';

platformContract('node', () => createPlatform(createTransport()));

storeContract('node, in memory', () => {
  const store = createStore();
  // One process, one holder: whoever comes next has the same object.
  return { store, reopen: () => store };
});

settingsContract('node, in memory', () => {
  const settings = createSettings();
  return { settings, reopen: () => settings, other: createSettings };
});

ownershipContract('node, in memory', () => {
  const own = createLocks();
  return { own, other: own };
});

sendContract('node', async () => {
  let reply: Reply = 'never';
  const collector = await startCollector((response) => {
    if (reply === 'never') return;
    if (reply === 'break') return response.socket?.destroy();
    response.statusCode = reply.status;
    if (reply.retryAfter) response.setHeader('Retry-After', reply.retryAfter);
    response.end(reply.body);
  });
  return {
    send: createTransport().send,
    url: collector.url,
    deadUrl: await deadAddress(),
    reply(next) {
      reply = next;
    },
    received: () => collector.received.map(({ method, text }) => ({ method, body: text })),
  };
});
