import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Environment } from './environment.ts';

/** How long answers may take to leave when the collector stops. */
const GRACE = 5_000;
/** More are closed at once. */
const MAX_CONNECTIONS = 5_000;

/** Listens; resolves with the port. */
export async function startServer(
  app: Hono<Environment>,
  port: number,
  host: string,
): Promise<{ server: Server; port: number }> {
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, env),
    overrideGlobalObjects: false,
    // A body that trickles in must not hold a connection for minutes. Node looks at these only every half minute by itself.
    serverOptions: { requestTimeout: 60_000, headersTimeout: 20_000, connectionsCheckingInterval: 5_000 },
  }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : port };
}

/** Takes no new connections, and waits for the answers that are on their way. */
export async function stopServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), GRACE);
  await closed;
  clearTimeout(timer);
}
