// @ts-check
import { serve } from '@hono/node-server';
import { init, stop } from '@pugmark/node';
import { createOrderService } from './service.js';

const { PUGMARK_API_URL = 'http://127.0.0.1:8787', PORT = '3000' } = process.env;

init({ apiUrl: PUGMARK_API_URL });

const server = serve(
  { fetch: createOrderService().fetch, port: Number(PORT), hostname: '127.0.0.1' },
  ({ port }) => console.log(`order service: http://127.0.0.1:${port}`),
);

server.on('error', (error) => {
  console.error(`order service: ${error.message}`);
  process.exit(1);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    // No new requests; those under way end first, since they may still track.
    server.close(async () => {
      await stop();
      process.exit(0);
    });
  });
}
