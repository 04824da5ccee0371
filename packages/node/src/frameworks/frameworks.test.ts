import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { createAdaptorServer } from '@hono/node-server';
import express5 from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ServerTracker } from '../server-tracker.js';
import { startTracking } from '../testing/tracking.js';
import { pugmark as forExpress } from './express.js';
import { pugmark as forFastify } from './fastify.js';
import { pugmark as forHono } from './hono.js';
import { pugmark as forKoa } from './koa.js';

// Typed as Express 5: one set of types is enough.
const require = createRequire(import.meta.url);

interface Listening {
  listen(port: number, host: string): unknown;
  address(): unknown;
  close(): unknown;
}

async function listen(server: Listening & NodeJS.EventEmitter) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What each app does with `POST /work`: it waits in between, and tracks the id that the body names. */
async function work(tracker: ServerTracker, id: unknown) {
  tracker.track('begun', { id });
  await setTimeout(Math.random() * 5);
  tracker.track('done', { id });
}

const userOf = (headers: NodeJS.Dict<string | string[]>) => headers['x-user']?.toString();

const withExpress = (express: typeof express5) => (tracker: ServerTracker) => {
  const app = express();
  app.use(forExpress({ userId: ({ headers }) => userOf(headers), ip: 'socket', userAgent: true }));
  app.use(express.json());
  app.post('/work', async (request, response) => {
    response.on('finish', () => tracker.track('finished', { id: request.body.id }));
    await work(tracker, request.body.id);
    response.json({});
  });
  return listen(createServer(app as unknown as RequestListener));
};

const apps: Record<string, (tracker: ServerTracker) => Promise<string>> = {
  'Express 5': withExpress(express5),
  'Express 4': withExpress(require('express4')),

  async Koa(tracker) {
    const app = new Koa();
    app.use(forKoa({ userId: ({ req }) => userOf(req.headers), ip: 'socket', userAgent: true }));
    app.use(async (ctx) => {
      // As body parsers do: by listeners, which the socket sets off.
      const text = await new Promise<string>((resolve) => {
        let read = '';
        ctx.req.on('data', (chunk) => {
          read += chunk;
        });
        ctx.req.on('end', () => {
          const { id } = JSON.parse(read);
          tracker.track('read', { id });
          resolve(read);
        });
      });
      const { id } = JSON.parse(text);
      ctx.res.on('finish', () => tracker.track('finished', { id }));
      await work(tracker, id);
      ctx.body = {};
    });
    return listen(createServer(app.callback()));
  },

  async Fastify(tracker) {
    const app = fastify();
    await app.register(forFastify, {
      userId: ({ headers }) => userOf(headers),
      ip: 'socket',
      userAgent: true,
    });
    app.post<{ Body: { id: string } }>('/work', async ({ body }) => {
      await work(tracker, body.id);
      return {};
    });
    app.addHook('onResponse', async ({ body }) =>
      tracker.track('finished', { id: (body as { id: string }).id }),
    );
    onTestFinished(() => app.close());
    return app.listen({ port: 0, host: '127.0.0.1' });
  },

  async Hono(tracker) {
    const app = new Hono();
    app.use(forHono({ userId: (c) => c.req.header('x-user'), ip: 'socket', userAgent: true }));
    app.post('/work', async (c) => {
      const { id } = await c.req.json();
      await work(tracker, id);
      return c.json({});
    });
    return listen(createAdaptorServer({ fetch: app.fetch }) as never);
  },
};

describe.each(Object.entries(apps))('%s', (_, start) => {
  it('gives each of hundreds of requests at once its own context', async () => {
    const { tracker, arrived } = await startTracking();
    const url = await start(tracker);
    const ids = Array.from({ length: 200 }, (_unused, index) => `id-${index}`);
    const statuses = await Promise.all(
      ids.map(async (id) => {
        const headers = {
          'content-type': 'application/json',
          'x-pugmark-device': id,
          'x-pugmark-session': id,
          'x-user': id,
          'user-agent': id,
        };
        const response = await fetch(`${url}/work`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ id }),
        });
        await response.text();
        return response.status;
      }),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    const events = await arrived();
    for (const name of ['begun', 'done'])
      expect(events.filter(({ eventName }) => eventName === name)).toHaveLength(200);
    for (const { deviceId, sessionId, userId, properties } of events) {
      const id = properties?.id;
      expect([deviceId, sessionId, userId, properties?.userAgent]).toEqual([id, id, id, id]);
      expect(properties?.ip).toBe('127.0.0.1');
    }
  });
});

it('a sign-in that throws fails no request', async () => {
  const { tracker, arrived } = await startTracking();
  const app = new Hono();
  app.use(
    forHono({
      userId() {
        throw new Error('no session store');
      },
    }),
  );
  app.get('/', (c) => {
    tracker.track('served');
    return c.text('fine');
  });
  const url = await listen(createAdaptorServer({ fetch: app.fetch }) as never);
  expect(await (await fetch(url, { headers: { cookie: 'pugmark=d-1.s-1' } })).text()).toBe('fine');
  expect(await arrived()).toMatchObject([{ eventName: 'served', deviceId: 'd-1', sessionId: 's-1' }]);
});
