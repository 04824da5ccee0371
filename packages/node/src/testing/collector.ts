import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import type { Envelope, WireEvent } from '@pugmark/core';
import { onTestFinished } from 'vitest';

interface Received {
  method: string;
  headers: http.IncomingHttpHeaders;
  /** Bytes on the wire. */
  size: number;
  text: string;
}

export interface Collector {
  url: string;
  received: Received[];
  /** Complete events, as a collector understands them, in the order they came; repeats stay in. */
  events(): WireEvent[];
  /** Connections that were opened. */
  connections: Socket[];
  /** Resolves with the next request that has come in whole. */
  next(): Promise<Received>;
}

type Respond = (response: http.ServerResponse, received: Received, count: number) => void;

const commit: Respond = (response, { text }) => {
  const accepted = eventsOf(text).length;
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify({ accepted, duplicates: 0, rejected: [] }));
};

/** Takes the request and never answers. */
export const hang: Respond = () => {};

/**
 * An HTTP server on a free port of this machine, closed when the test is over.
 *
 * @param port A port that is known to be free, instead.
 * @param respond Answers the request with the given number, from 1. Default: as a collector that commits everything.
 */
export async function startCollector(respond: Respond = commit, port = 0): Promise<Collector> {
  const received: Received[] = [];
  const connections: Socket[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const isZipped = request.headers['content-encoding'] === 'gzip';
    const text = (isZipped ? gunzipSync(raw) : raw).toString('utf8');
    const entry = { method: request.method ?? '', headers: request.headers, size: raw.length, text };
    received.push(entry);
    server.emit('received', entry);
    respond(response, entry, received.length);
  });
  server.on('connection', (socket) => connections.push(socket));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    connections,
    events: () => received.flatMap(({ text }) => eventsOf(text)),
    next: async () => (await once(server, 'received'))[0],
  };
}

/** The address of a port that nobody listens on. */
export async function deadAddress(): Promise<string> {
  const server = http.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

function eventsOf(text: string): WireEvent[] {
  const { groups = [], events = [] }: Envelope = JSON.parse(text);
  const grouped = groups.flatMap((group) =>
    group.events.map((event) => ({
      ...group.shared,
      ...event,
      properties: { ...group.shared.properties, ...event.properties },
    })),
  );
  return [...(grouped as WireEvent[]), ...events];
}
