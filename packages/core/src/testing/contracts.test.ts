import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SendRequest } from '../platform.js';
import {
  ownershipContract,
  platformContract,
  type ReceivedRequest,
  type Reply,
  sendContract,
  settingsContract,
  storeContract,
} from './contracts/index.js';
import { createFakeClock, createMemoryPlatform } from './index.js';

storeContract('memory', () => {
  const { platform, device } = createMemoryPlatform();
  return { store: platform.store, reopen: () => createMemoryPlatform({ device }).platform.store };
});

settingsContract('memory', () => {
  const { platform, device } = createMemoryPlatform();
  return {
    settings: platform.settings,
    reopen: () => createMemoryPlatform({ device }).platform.settings,
    other: () => createMemoryPlatform().platform.settings,
    block() {
      device.settings.isRefusing = true;
    },
  };
});

ownershipContract('memory', () => {
  const first = createMemoryPlatform();
  const second = createMemoryPlatform({ device: first.device });
  return {
    own: first.platform.own,
    other: second.platform.own,
    kill: () => Promise.resolve(second.crash()),
  };
});

const clock = createFakeClock();
platformContract('memory', () => createMemoryPlatform({ clock }).platform, clock.advance);

sendContract('memory', () => {
  const { platform, network, clock: time } = createMemoryPlatform();
  return {
    send: (request) => {
      if (request.url === 'dead:') network.next('offline');
      return platform.send(request);
    },
    url: 'memory:',
    deadUrl: 'dead:',
    reply(reply) {
      network.behaviour = reply === 'never' ? 'hang' : reply === 'break' ? 'offline' : reply;
    },
    received: () => network.requests.map(({ body }) => ({ method: 'POST', body })),
    elapse: time.advance,
  };
});

/** The suite itself is right when the plainest correct sender passes it against a real server. */
sendContract('fetch', async () => {
  const received: ReceivedRequest[] = [];
  let reply: Reply = 'never';
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ method: `${request.method}`, body: Buffer.concat(chunks).toString() });
      if (reply === 'never') return;
      if (reply === 'break') return request.socket.destroy();
      response.statusCode = reply.status;
      if (reply.retryAfter) response.setHeader('Retry-After', reply.retryAfter);
      response.end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    async send({ url, body, deadline }: SendRequest) {
      try {
        const signal = AbortSignal.timeout(deadline);
        const response = await fetch(url, { method: 'POST', body, signal });
        const retryAfter = response.headers.get('Retry-After');
        return { status: response.status, body: await response.text(), retryAfter };
      } catch {
        return { status: 0 };
      }
    },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    deadUrl: 'http://127.0.0.1:1/',
    reply(next) {
      reply = next;
    },
    received: () => received,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
});
