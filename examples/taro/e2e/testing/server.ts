import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCollector, createMemoryStore, type StoredEvent } from '@pugmark/collector';
import { onTestFinished } from 'vitest';

/** What the way to the collector does to a request. */
export type Trouble = number | 'hang' | 'lose-answer' | undefined;

/** A real collector behind a door that a test can shut. */
export interface Server {
  url: string;
  trouble: Trouble;
  /** Requests that came to the door. */
  count(): number;
  /** Resolves when so many have come. */
  requests(count: number): Promise<void>;
  /** Resolves when the store holds what is asked for; looked at after every request. */
  until(condition: (events: StoredEvent[], lost: number) => boolean): Promise<StoredEvent[]>;
  /** The store's events in the order they were tracked. */
  events(): Promise<StoredEvent[]>;
  lost(): Promise<number>;
}

export async function startServer(): Promise<Server> {
  const store = createMemoryStore();
  const collector = await createCollector({ store, port: 0, rateLimit: 100_000 });
  let seen = 0;
  const door = http.createServer(async (request, response) => {
    const { trouble } = server;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    seen++;
    if (typeof trouble === 'number') response.writeHead(trouble, { 'Retry-After': '0' }).end('no');
    else if (trouble !== 'hang') {
      const answer = await collector.fetch(
        new Request(`http://localhost${request.url}`, {
          method: 'POST',
          headers: { 'content-type': request.headers['content-type'] ?? '' },
          body: Buffer.concat(chunks),
        }),
      );
      if (trouble === 'lose-answer') response.destroy();
      else {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(await answer.text());
      }
    }
    door.emit('seen');
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  onTestFinished(async () => {
    door.close();
    door.closeAllConnections();
    await collector.close();
  });
  const server: Server = {
    url: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    trouble: undefined,
    count: () => seen,
    async requests(count) {
      while (seen < count) await once(door, 'seen');
    },
    async until(condition) {
      for (;;) {
        const next = once(door, 'seen');
        const events = await server.events();
        if (condition(events, await server.lost())) return events;
        await next;
      }
    },
    async events() {
      const events = await store.events({ limit: 100_000 });
      return events.sort((a, b) => place(a) - place(b) || (a.seq ?? 0) - (b.seq ?? 0));
    },
    lost: async () => (await store.streams(1000)).total.lost,
  };
  return server;
}

/** Streams begin with their time, in ms. */
const place = ({ streamId = '' }: StoredEvent) =>
  Number.parseInt(`${streamId}`.replace('-', '').slice(0, 12), 16);
