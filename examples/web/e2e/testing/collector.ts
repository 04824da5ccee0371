import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, type Running, runNode } from './process.ts';

/** What the tests read of an event as the collector keeps it. */
export interface StoredEvent {
  eventId: string;
  eventName: string;
  /** As the client stated it, before the correction of its clock. */
  clientTime: string;
  sessionId: string;
  deviceId: string;
  streamId: string;
  seq: number;
  /** Campaign and device. */
  facts: { inviteToken?: string };
  properties: Record<string, unknown>;
}

export interface RunningCollector extends Running {
  url: string;
  /** In the order of arrival. */
  events(): Promise<StoredEvent[]>;
}

/** The real command line over its embedded store. */
export async function startCollector({
  data,
  port = 0,
}: {
  data: string;
  port?: number;
}): Promise<RunningCollector> {
  const cli = join(ROOT, 'packages/collector/dist/cli.js');
  const program = runNode([cli, '--port', String(port), '--data', data, '--open-view']);
  const url = (await program.printed(/Live view\s+(http:\/\/\S+?)\/?\s/))[1] as string;
  return { ...program, url, events: () => readEvents(url) };
}

export async function readEvents(url: string): Promise<StoredEvent[]> {
  const response = await fetch(`${url}/api/events?limit=1000`);
  const { events } = (await response.json()) as { events: StoredEvent[] };
  return events.reverse();
}

export const temporaryDirectory = () => mkdtemp(join(tmpdir(), 'pugmark-e2e-'));

/** A port that nothing listens on, for a collector that is started later. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
