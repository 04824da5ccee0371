import { createMemoryStore } from '@pugmark/store';
import { onTestFinished } from 'vitest';
import { type Collector, createCollector } from '../collector.ts';
import type { CollectorOptions } from '../options.ts';

export const TOKEN = 'a-token-for-tests';

export interface Served {
  collector: Collector;
  url: string;
  /** Posts a body (JSON unless it is text or bytes) to the batch route. */
  send(body: unknown, headers?: Record<string, string>, path?: string): Promise<Response>;
  /** Reads with the token. */
  read<T>(path: string): Promise<T>;
}

/** A collector on a free port of this machine, closed when the test is over. */
export async function serve(options: CollectorOptions = {}): Promise<Served> {
  const collector = await createCollector({ store: createMemoryStore(), port: 0, token: TOKEN, ...options });
  onTestFinished(() => collector.close());
  const url = await collector.listen();
  return {
    collector,
    url,
    send: (body, headers = {}, path = '/tracking/events/batch') =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body:
          typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body),
      }),
    async read<T>(path: string) {
      const response = await fetch(url + path, { headers: { Authorization: `Bearer ${TOKEN}` } });
      return (await response.json()) as T;
    },
  };
}

export async function refusalOf(
  response: Response,
): Promise<{ status: number; code: string; message: string }> {
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, ...error };
}
