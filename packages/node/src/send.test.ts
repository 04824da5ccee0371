import { expect, test } from 'vitest';
import { createTransport } from './send.js';
import { nameFailure } from './send-failure.js';
import { deadAddress, hang, startCollector } from './testing/collector.js';

const small = JSON.stringify({ events: [] });
const large = JSON.stringify({ groups: [], note: '订单'.repeat(2000) });

function requestTo(url: string, body = small, deadline = 5000) {
  return { url, body, bytes: Buffer.byteLength(body), deadline, compress: true };
}

test('posts JSON and passes on the status, the body and Retry-After', async () => {
  const collector = await startCollector((response) => {
    response.writeHead(503, { 'Retry-After': '7' }).end('busy');
  });
  const answer = await createTransport().send(requestTo(`${collector.url}/tracking/events/batch`));
  expect(answer).toEqual({ status: 503, body: 'busy', isCompressed: false, retryAfter: '7' });
  expect(collector.received[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  expect(collector.received[0]?.text).toBe(small);
});

test('a small body goes as it is, a large one as gzip', async () => {
  const collector = await startCollector();
  const { send } = createTransport();
  await send(requestTo(collector.url, small));
  await send(requestTo(collector.url, large));
  const [first, second] = collector.received;
  expect(first?.headers['content-encoding']).toBeUndefined();
  expect(second?.headers['content-encoding']).toBe('gzip');
  expect(second?.text).toBe(large);
  expect(second?.size).toBeLessThan(Buffer.byteLength(large) / 10);
});

test('one connection carries many requests', async () => {
  const collector = await startCollector();
  const { send } = createTransport();
  for (let i = 0; i < 5; i++) await send(requestTo(collector.url));
  expect(collector.received).toHaveLength(5);
  expect(collector.connections).toHaveLength(1);
});

test('a kept connection that the server has just closed costs no answer', async () => {
  const collector = await startCollector((response, _, count) => {
    if (count === 2) response.socket?.destroy();
    else response.end('{}');
  });
  const { send } = createTransport();
  await send(requestTo(collector.url));
  expect(await send(requestTo(collector.url))).toMatchObject({ status: 200 });
  expect(collector.connections).toHaveLength(2);
});

test('a server that breaks every connection gets no second try', async () => {
  const collector = await startCollector((response) => response.socket?.destroy());
  expect(await createTransport().send(requestTo(collector.url))).toEqual({
    status: 0,
    cause: 'connection broken',
  });
  expect(collector.connections).toHaveLength(1);
});

test.each([
  ['does not answer', hang],
  [
    'trickles an answer without end',
    (response: Parameters<typeof hang>[0]) => {
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    },
  ],
])('the deadline is absolute when the server %s', async (_, respond) => {
  const collector = await startCollector(respond);
  const startedAt = performance.now();
  expect(await createTransport().send(requestTo(collector.url, large, 100))).toEqual({
    status: 0,
    cause: 'no answer in time',
  });
  expect(performance.now() - startedAt).toBeLessThan(1000);
});

test('a deadline longer than a timer can hold is no deadline of zero', async () => {
  const collector = await startCollector();
  const answer = await createTransport().send(requestTo(collector.url, small, 1e12));
  expect(answer.status).toBe(200);
});

test('an answer too large for a collector is none', async () => {
  const collector = await startCollector((response) => response.end('x'.repeat(2_000_000)));
  expect(await createTransport().send(requestTo(collector.url))).toMatchObject({ status: 0 });
});

test('a failure is no rejection, and says what it was', async () => {
  const { send } = createTransport();
  const cause = async (url: string) => {
    const answer = await send(requestTo(url));
    expect(answer.status).toBe(0);
    return answer.cause;
  };
  const dead = await deadAddress();
  expect(await cause(dead)).toBe('connection refused');
  // A name that may stand for several addresses fails with all of them.
  expect(await cause(dead.replace('127.0.0.1', 'localhost'))).toBe('connection refused');
  expect(await cause('http://no-such-host.invalid')).toBe('name not found');
  expect(await cause((await startCollector()).url.replace('http:', 'https:'))).toBe('no TLS there');
  expect(await cause('http://')).toMatch(/./);
});

test.each(['DEPTH_ZERO_SELF_SIGNED_CERT', 'CERT_HAS_EXPIRED', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'])(
  'a certificate that is not good is named: %s',
  (code) => expect(nameFailure(Object.assign(new Error('x'), { code }))).toBe('certificate'),
);

test.each([301, 302, 303, 307, 308])(
  'a redirect with %d is not followed, and says where it leads',
  async (status) => {
    const collector = await startCollector((response) => {
      response.writeHead(status, { Location: 'https://elsewhere.example/x' }).end();
    });
    const answer = await createTransport().send(requestTo(collector.url));
    expect(answer).toMatchObject({ status, cause: expect.stringContaining('https://elsewhere.example/x') });
    expect(collector.received).toHaveLength(1);
  },
);

test('compress: false leaves a large body as it is', async () => {
  const collector = await startCollector();
  const answer = await createTransport().send({ ...requestTo(collector.url, large), compress: false });
  expect(answer.isCompressed).toBe(false);
  expect(collector.received[0]?.headers['content-encoding']).toBeUndefined();
  expect(collector.received[0]?.text).toBe(large);
});

test('a pause gives up what is under way, and resume sends again', async () => {
  const collector = await startCollector((response, _, count) => count > 1 && response.end('{}'));
  const transport = createTransport();
  const first = collector.next();
  const sent = transport.send(requestTo(collector.url));
  await first;
  transport.pause();
  expect(await sent).toMatchObject({ status: 0 });
  expect(await transport.send(requestTo(collector.url))).toMatchObject({ status: 0 });
  transport.resume();
  expect(await transport.send(requestTo(collector.url))).toMatchObject({ status: 200 });
  expect(collector.received).toHaveLength(2);
});
