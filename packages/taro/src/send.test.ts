import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ReceivedRequest, type Reply, sendContract } from '@pugmark/core/testing/contracts';
import { expect, it } from 'vitest';
import type { RequestError, RequestOptions } from './mini-api.js';
import { createSend } from './send.js';
import { clock, logger } from './surroundings.js';
import { createRequest } from './testing/request.js';

for (const platform of ['WeChat', 'Alipay']) {
  sendContract(`request of ${platform}`, async () => {
    let reply: Reply = 'never';
    const received: ReceivedRequest[] = [];
    const server = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      received.push({ method: `${request.method}`, body: Buffer.concat(chunks).toString('utf8') });
      if (reply === 'break') response.destroy();
      if (typeof reply === 'string') return;
      if (reply.retryAfter) response.setHeader('Retry-After', reply.retryAfter);
      response.writeHead(reply.status).end(reply.body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return {
      send: createSend({ request: createRequest(platform === 'Alipay') }, clock, logger),
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      deadUrl: 'http://127.0.0.1:1/',
      reply: (next) => {
        reply = next;
      },
      received: () => received,
      close() {
        server.close();
        server.closeAllConnections();
      },
    };
  });
}

it('has at most two requests under way, begun in the tick of the call', async () => {
  const begun: RequestOptions[] = [];
  const send = createSend({ request: (options) => void begun.push(options) as undefined }, clock, logger);
  const request = {
    url: 'https://collect.example.com/',
    body: '{}',
    bytes: 2,
    deadline: 10_000,
    compress: false,
  };
  const answers = [1, 2, 3].map(() => send(request));
  expect(begun).toHaveLength(2);
  begun[0]?.success({ statusCode: 200, data: 'a' });
  expect(begun).toHaveLength(3);
  begun[1]?.success({ statusCode: 200, data: 'b' });
  begun[2]?.success({ statusCode: 200, data: 'c' });
  expect((await Promise.all(answers)).map(({ body }) => body)).toEqual(['a', 'b', 'c']);
});

const refusals: [platform: string, error: RequestError][] = [
  ['WeChat', { errno: 600002, errMsg: 'request:fail url not in domain list' }],
  ['Alipay', { error: 11, errorMessage: '无权跨域' }],
  ['Douyin', { errMsg: 'request:fail url not in domain list' }],
];
for (const [platform, error] of refusals) {
  it(`explains once how ${platform} is told of the domain`, async () => {
    const told: unknown[][] = [];
    const send = createSend({ request: ({ fail }) => void fail(error) as undefined }, clock, {
      warn: (...parts) => told.push(parts),
    });
    const request = {
      url: 'https://collect.example.com/x',
      body: '{}',
      bytes: 2,
      deadline: 10_000,
      compress: false,
    };
    expect(await send(request)).toEqual({ status: 0 });
    await send(request);
    expect(told).toEqual([[expect.stringContaining('https://collect.example.com'), expect.any(String)]]);
  });
}
