import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface TrackedEvent {
  eventName: string;
  userId?: string;
  identities?: Record<string, string>;
  deviceId: string;
  sessionId: string;
  priority?: string;
  platform: string;
  properties: Record<string, unknown>;
}

/** A stand-in for the collector, on a free port of this machine: it accepts everything. */
export async function startCollector() {
  const events: TrackedEvent[] = [];
  let requests = 0;
  const server = http.createServer(async (request, response) => {
    requests++;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const isZipped = request.headers['content-encoding'] === 'gzip';
    const { groups } = JSON.parse((isZipped ? gunzipSync(raw) : raw).toString('utf8'));
    const before = events.length;
    for (const group of groups) for (const event of group.events) events.push({ ...group.shared, ...event });
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ accepted: events.length - before, duplicates: 0, rejected: [] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    events,
    requests: () => requests,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
