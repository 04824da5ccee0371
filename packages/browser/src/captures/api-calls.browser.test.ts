import { describe, expect, it } from 'vitest';
import { told, undo, visitWith } from '../testing/capture.js';
import { createVisitor } from '../testing/visit.js';

describe('api calls', () => {
  it('tell method, path without ids and query, duration and status, of fetch and XMLHttpRequest', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { apiCalls: true });
    await frame.run(async () => {
      await fetch('/__pugmark/order/123?token=secret');
      await fetch(
        new Request('/__pugmark/users/0190f0aa-1111-7222-8333-444455556666/name', { method: 'PUT' }),
      );
      await fetch('http://127.0.0.1:9/refused').catch(() => {});
      await new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.open('post', '/__pugmark/list');
        request.onloadend = resolve;
        request.send('secret');
      });
    });
    const events = await told(visitor, frame, 'api_call');
    expect(events.map(({ method, apiPath, status, apiHost }) => [method, apiPath, status, apiHost])).toEqual([
      ['GET', '/__pugmark/order/:id', 200, undefined],
      ['PUT', '/__pugmark/users/:id/name', 200, undefined],
      ['GET', '/refused', 0, '127.0.0.1:9'],
      ['POST', '/__pugmark/list', 200, undefined],
    ]);
    for (const { duration } of events) expect(duration).toBeGreaterThanOrEqual(0);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('change nothing for the page: answers, streams, aborts, and what the functions look like', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { apiCalls: true });
    const seen = await frame.run(async () => {
      const pending = fetch('/__pugmark/page');
      const response = await pending;
      const copy = response.clone();
      const reader = response.body?.getReader();
      const chunk = await reader?.read();
      const controller = new AbortController();
      const aborted = fetch('/__pugmark/page', { signal: controller.signal }).catch((cause) => cause.name);
      controller.abort();
      const request = new XMLHttpRequest();
      return {
        isPromise: pending instanceof Promise,
        isResponse: response instanceof Response,
        text: (await copy.text()).length > 0,
        chunk: (chunk?.value?.length ?? 0) > 0,
        aborted: await aborted,
        isXhr: request instanceof XMLHttpRequest,
        look: [`${fetch}`, fetch.name, fetch.length, `${request.open}`, request.send.length],
        bad: await fetch('http://[').catch((cause) => cause.name),
        unopened: (() => {
          try {
            request.send();
            return 'sent';
          } catch (cause) {
            return (cause as Error).name;
          }
        })(),
      };
    });
    expect(seen).toEqual({
      isPromise: true,
      isResponse: true,
      text: true,
      chunk: true,
      aborted: 'AbortError',
      isXhr: true,
      look: [
        expect.stringContaining('[native code]'),
        'fetch',
        1,
        expect.stringContaining('[native code]'),
        0,
      ],
      bad: 'TypeError',
      unopened: 'InvalidStateError',
    });
  });

  it('leave a failure that nobody handles one', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { apiCalls: true, errors: true });
    await frame.run(async () => {
      const heard = new Promise((resolve) => addEventListener('unhandledrejection', resolve, { once: true }));
      void fetch('http://127.0.0.1:9/refused');
      fetch('http://127.0.0.1:9/refused').catch(() => {});
      await heard;
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    expect((await told(visitor, frame, 'error_occurred')).map(({ errorType }) => errorType)).toEqual([
      'rejection',
    ]);
    expect((await frame.warnings()).length).toBe(1);
  });

  it('tell the share that is asked for, and failures always', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { apiCalls: { sampleRate: 0 } });
    await frame.run(async () => {
      await fetch('/__pugmark/page');
      await fetch('http://127.0.0.1:9/refused').catch(() => {});
    });
    expect((await told(visitor, frame, 'api_call')).map(({ apiPath }) => apiPath)).toEqual(['/refused']);
  });

  it('never tell the requests of the tracker', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { apiCalls: true });
    await frame.run(async (load) => {
      const api = await load();
      api.track('a');
      await api.flush();
    });
    expect(await told(visitor, frame, 'api_call')).toEqual([]);
  });

  it('leave nothing behind when they are taken away, and only pass calls on where others came later', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { apiCalls: true });
    await frame.run(() => {
      const before = window.fetch;
      window.fetch = (...args) => before(...args);
    });
    await undo(frame);
    const looks = await frame.run(async () => {
      const answer = await fetch('/__pugmark/page');
      return [
        answer.status,
        Function.prototype.toString.call(XMLHttpRequest.prototype.send).includes('[native code]'),
      ];
    });
    expect(looks).toEqual([200, true]);
    expect(await told(visitor, frame, 'api_call')).toEqual([]);
  });
});

describe('the patch that captures share', () => {
  it('is one for all of them, whichever is taken away first', async () => {
    const visitor = createVisitor();
    const frame = await visitor.page();
    const looks = await frame.run(async (load, options) => {
      const api = await load();
      const { forms, apiCalls } = await load('captures/index');
      const { use } = api.init(options);
      await api.flush();
      const own = window.fetch;
      const looks: boolean[] = [];
      for (const isFirstTakenFirst of [true, false]) {
        const undoForms = use(forms());
        const patched = window.fetch;
        const undoCalls = use(apiCalls());
        looks.push(patched !== own && window.fetch === patched);
        const [first, second] = isFirstTakenFirst ? [undoForms, undoCalls] : [undoCalls, undoForms];
        first();
        looks.push(window.fetch === patched);
        await fetch('/__pugmark/page');
        second();
        looks.push(window.fetch === own);
      }
      await api.flush();
      return looks;
    }, visitor.options);
    expect(looks).toEqual(Array(6).fill(true));
    // Only while `apiCalls` was still there.
    expect(await told(visitor, frame, 'api_call')).toHaveLength(1);
  });

  it('tells each request once, whoever has patched before and after, and after it was taken away and came again', async () => {
    const visitor = createVisitor();
    const frame = await visitor.page();
    const heard = await frame.run(async (load, options) => {
      const heard: string[] = [];
      const patch = (name: string) => {
        const { fetch: own } = window;
        window.fetch = (...args) => {
          heard.push(name);
          return own(...args);
        };
        const { send } = XMLHttpRequest.prototype;
        XMLHttpRequest.prototype.send = function (...args) {
          heard.push(name);
          return send.apply(this, args);
        };
      };
      const ask = (url: string) =>
        new Promise((resolve) => {
          const request = new XMLHttpRequest();
          request.open('GET', url);
          request.onloadend = resolve;
          request.send();
        });
      const api = await load();
      const { apiCalls } = await load('captures/index');
      patch('before');
      const { use } = api.init(options);
      await api.flush();
      const undo = use(apiCalls());
      patch('after');
      await fetch('/__pugmark/one');
      await ask('/__pugmark/two');
      undo();
      await fetch('/__pugmark/none');
      use(apiCalls());
      await fetch('/__pugmark/three');
      await ask('/__pugmark/four');
      await api.flush();
      return heard;
    }, visitor.options);
    expect(heard.filter((name) => name === 'before').length).toBe(
      heard.filter((name) => name === 'after').length,
    );
    expect((await told(visitor, frame, 'api_call')).map(({ apiPath }) => apiPath)).toEqual([
      '/__pugmark/one',
      '/__pugmark/two',
      '/__pugmark/three',
      '/__pugmark/four',
    ]);
  });

  it('gives the page the error that its own call has, when what it gives throws as it is read', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { apiCalls: true });
    const answer = await frame.run(async () => {
      const hostile = {
        toString() {
          throw new RangeError('read');
        },
      };
      const pending = fetch(hostile as unknown as string);
      return [pending instanceof Promise, await pending.catch((cause) => cause.name)];
    });
    expect(answer).toEqual([true, 'RangeError']);
  });
});
