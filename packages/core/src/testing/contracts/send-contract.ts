import { describe, expect, it } from 'vitest';
import type { Platform, SendRequest } from '../../platform.js';

/** What the server does with the next request; `never`: it takes it and stays silent; `break`: it cuts the line. */
export type Reply = { status: number; body?: string; retryAfter?: string } | 'never' | 'break';

export interface ReceivedRequest {
  method: string;
  body: string;
}

export interface SendFixture {
  send: Platform['send'];
  /** Of a real HTTP server. */
  url: string;
  /** Where nobody listens. */
  deadUrl: string;
  reply(reply: Reply): void | Promise<void>;
  /** What the server has received so far. */
  received(): ReceivedRequest[] | Promise<ReceivedRequest[]>;
  /** Lets time pass where the platform's clock is not the real one. */
  elapse?(ms: number): Promise<void>;
  close?(): void | Promise<void>;
}

/** Long enough for a busy machine to answer, short enough to wait for. */
const DEADLINE = 5000;

/** What the courier relies on in `send`: every outcome is an answer, and there is one in time. */
export function sendContract(name: string, create: () => SendFixture | Promise<SendFixture>): void {
  const test = (what: string, run: (fixture: SendFixture) => Promise<void>) =>
    it(what, { timeout: 30_000 }, async () => {
      const fixture = await create();
      try {
        await run(fixture);
      } finally {
        await fixture.close?.();
      }
    });
  const request = (url: string, more: Partial<SendRequest> = {}): SendRequest => ({
    url,
    body: '{"events":[]}',
    bytes: 13,
    deadline: DEADLINE,
    compress: true,
    ...more,
  });

  describe(`send contract: ${name}`, () => {
    test('posts the body as it is and answers status and body', async (fixture) => {
      const answer = '{"accepted":1,"duplicates":0,"rejected":[]}';
      await fixture.reply({ status: 200, body: answer });
      const body = '{"name":"中文 😀 \\n"}';
      const got = await fixture.send(request(fixture.url, { body, bytes: 25 }));
      expect(got).toMatchObject({ status: 200, body: answer });
      expect(await fixture.received()).toEqual([{ method: 'POST', body }]);
    });

    for (const status of [400, 401, 403, 404, 413, 429, 500, 503]) {
      test(`answers ${status} without rejecting`, async (fixture) => {
        await fixture.reply({ status, body: 'no' });
        expect(await fixture.send(request(fixture.url))).toMatchObject({ status, body: 'no' });
      });
    }

    for (const retryAfter of ['7', 'Wed, 21 Oct 2099 07:28:00 GMT']) {
      test(`passes Retry-After on as it came: ${retryAfter}`, async (fixture) => {
        await fixture.reply({ status: 503, retryAfter });
        expect((await fixture.send(request(fixture.url))).retryAfter).toBe(retryAfter);
      });
    }

    test('takes an empty answer', async (fixture) => {
      await fixture.reply({ status: 204 });
      const { status, body } = await fixture.send(request(fixture.url));
      expect(status).toBe(204);
      expect(body || '').toBe('');
    });

    test('answers 0 when nobody listens', async (fixture) => {
      expect((await fixture.send(request(fixture.deadUrl))).status).toBe(0);
    });

    test('answers 0 when the line is cut', async (fixture) => {
      await fixture.reply('break');
      expect((await fixture.send(request(fixture.url))).status).toBe(0);
    });

    test('answers 0 at the deadline when the server stays silent', async (fixture) => {
      await fixture.reply('never');
      const answer = fixture.send(request(fixture.url, { deadline: 200 }));
      await fixture.elapse?.(200);
      expect((await answer).status).toBe(0);
    });

    test('can send again after a failure', async (fixture) => {
      await fixture.reply('break');
      await fixture.send(request(fixture.url));
      await fixture.reply({ status: 200, body: '{}' });
      expect((await fixture.send(request(fixture.url))).status).toBe(200);
    });

    test('carries several requests at once', async (fixture) => {
      await fixture.reply({ status: 200, body: '{}' });
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => fixture.send(request(fixture.url))));
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
      expect(await fixture.received()).toHaveLength(5);
    });

    test('carries a body of 60,000 bytes', async (fixture) => {
      await fixture.reply({ status: 200, body: '{}' });
      const body = JSON.stringify('x'.repeat(59_998));
      const answer = await fixture.send(request(fixture.url, { body, bytes: body.length }));
      expect(answer.status).toBe(200);
      expect((await fixture.received())[0]?.body === body).toBe(true);
    });
  });
}
