import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { createTransport } from './send.js';
import { startCollector } from './testing/collector.js';

/** A proxy that passes plain requests on and tunnels the others; it tells what it was asked for. */
async function startProxy() {
  const asked: string[] = [];
  const proxy = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const onward = http.request(request.url as string, { method: request.method, headers: request.headers });
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode as number, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  proxy.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url}`);
    const [host, port] = (request.url as string).split(':');
    const onward = net.connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => {
    proxy.close();
    proxy.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, asked };
}

const send = (url: string) =>
  createTransport().send({ url, body: '{"events":[]}', bytes: 13, deadline: 5000, compress: true });

afterEach(() => vi.unstubAllEnvs());

test('requests go through the proxy that the environment names', async () => {
  const [proxy, collector] = [await startProxy(), await startCollector()];
  vi.stubEnv('HTTP_PROXY', proxy.url);
  expect(await send(`${collector.url}/batch`)).toMatchObject({ status: 200 });
  expect(proxy.asked).toEqual([`POST ${collector.url}/batch`]);
  expect(collector.received[0]?.text).toBe('{"events":[]}');
});

test('not to addresses that NO_PROXY names', async () => {
  const [proxy, collector] = [await startProxy(), await startCollector()];
  vi.stubEnv('HTTP_PROXY', proxy.url);
  vi.stubEnv('NO_PROXY', 'example.com,127.0.0.1');
  expect(await send(collector.url)).toMatchObject({ status: 200 });
  expect(proxy.asked).toEqual([]);
});

test('to a collector with TLS they go through a tunnel', async () => {
  const [proxy, collector] = [await startProxy(), await startCollector()];
  vi.stubEnv('HTTPS_PROXY', proxy.url);
  // It speaks no TLS, so nothing comes of it; the tunnel was asked for.
  const secure = collector.url.replace('http:', 'https:');
  expect(await send(secure)).toMatchObject({ status: 0 });
  expect(proxy.asked).toEqual([`CONNECT ${new URL(secure).host}`]);
});

test('a proxy that is down, or no address at all, is no answer', async () => {
  const collector = await startCollector();
  for (const proxy of ['http://127.0.0.1:1', 'http://not an address']) {
    vi.stubEnv('HTTP_PROXY', proxy);
    expect(await send(collector.url)).toMatchObject({ status: 0 });
  }
  expect(collector.received).toEqual([]);
});
