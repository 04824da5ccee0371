import type { StoredEvent } from '@pugmark/store';
import type { Sink } from '../sink.ts';

export interface HubOptions {
  /** Events that a browser may be behind before the oldest are left out. Default 500. */
  maxBuffer?: number;
  /** Milliseconds between two messages to one browser. Default 150. */
  interval?: number;
  /** Browsers at a time. Default 50. */
  maxClients?: number;
}

/** Sends what was stored to the open live views. */
export interface Hub extends Sink {
  accept(events: readonly StoredEvent[]): void;
  /** A stream of server-sent events, or undefined when too many browsers listen already. */
  subscribe(): ReadableStream<Uint8Array> | undefined;
  /** Browsers that listen. */
  viewers(): number;
  close(): void;
}

interface Client {
  buffer: StoredEvent[];
  skipped: number;
  /** Messages so far. */
  sent: number;
  /** Messages that the browser had taken at the last heartbeat. */
  taken: number;
  timer: NodeJS.Timeout | undefined;
  controller: ReadableStreamDefaultController<Uint8Array>;
}

const HEARTBEAT = 15_000;
/** Messages that wait for a browser to take them. */
const MAX_WAITING = 4;
const utf8 = new TextEncoder();

/**
 * Publishing only appends to bounded buffers, so a slow or stuck browser costs ingest nothing:
 * it misses events, and is told how many.
 */
export function createHub({ maxBuffer = 500, interval = 150, maxClients = 50 }: HubOptions = {}): Hub {
  const clients = new Set<Client>();

  function flush(client: Client): void {
    client.timer = undefined;
    // A browser that does not read: keep collecting, the pull below flushes when it reads again.
    if ((client.controller.desiredSize ?? 0) <= 0) return;
    if (client.skipped > 0) send(client, 'notice', { skipped: client.skipped });
    if (client.buffer.length > 0) send(client, 'events', client.buffer);
    client.buffer = [];
    client.skipped = 0;
  }

  function send(client: Client, event: string, data: unknown): void {
    write(client, `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  function write(client: Client, text: string): void {
    client.controller.enqueue(utf8.encode(text));
    client.sent++;
  }

  function append(client: Client, events: readonly StoredEvent[]): void {
    const all = client.buffer.concat(events.slice(-maxBuffer));
    const kept = all.slice(-maxBuffer);
    client.skipped += client.buffer.length + events.length - kept.length;
    client.buffer = kept;
    client.timer ??= setTimeout(flush, interval, client);
  }

  function leave(client: Client): void {
    clearTimeout(client.timer);
    clients.delete(client);
  }

  const heartbeat = setInterval(() => {
    for (const client of clients) {
      const room = client.controller.desiredSize ?? 0;
      const taken = client.sent - (MAX_WAITING - room);
      // Nothing was taken of what waits for a whole heartbeat: nobody reads there, and the place is another's.
      if (room < MAX_WAITING && taken === client.taken) {
        leave(client);
        client.controller.close();
        continue;
      }
      client.taken = taken;
      if (room > 0) write(client, ': still here\n\n');
    }
  }, HEARTBEAT);
  heartbeat.unref();

  return {
    name: 'live view',
    accept(events) {
      if (events.length === 0) return;
      for (const client of clients) append(client, events);
    },
    subscribe() {
      if (clients.size >= maxClients) return undefined;
      let client: Client;
      return new ReadableStream<Uint8Array>(
        {
          start(controller) {
            client = { buffer: [], skipped: 0, sent: 0, taken: -1, timer: undefined, controller };
            clients.add(client);
            write(client, 'retry: 2000\n\n');
            send(client, 'ready', {});
          },
          pull() {
            if (client.buffer.length > 0) client.timer ??= setTimeout(flush, interval, client);
          },
          cancel() {
            leave(client);
          },
        },
        { highWaterMark: MAX_WAITING },
      );
    },
    viewers: () => clients.size,
    close() {
      clearInterval(heartbeat);
      for (const client of clients) {
        leave(client);
        client.controller.close();
      }
    },
  };
}
