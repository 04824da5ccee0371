import { describe, expect, it } from 'vitest';
import type { Frame } from './testing/frame.js';
import { createVisitor, flush, track, turn } from './testing/visit.js';

/** A page that compresses. */
async function visitZipped(visitor: ReturnType<typeof createVisitor>): Promise<Frame> {
  const page = await visitor.page();
  await page.run(async (load, options) => {
    const { gzip } = await load('gzip');
    (await load()).init({ ...options, compress: gzip });
  }, visitor.options);
  return page;
}

type Compressing = Window & { compressing?: Promise<void> };

const trackMany = (page: Frame) => track(page, ...Array.from({ length: 50 }, (_, i) => `event_${i}`));

describe('compress: gzip', () => {
  it('makes a large batch small, without a preflight', async () => {
    const visitor = createVisitor();
    const page = await visitZipped(visitor);
    await trackMany(page);
    expect(await flush(page)).toMatchObject({ acknowledged: 50, queued: 0 });
    const requests = await visitor.collector.requests();
    expect(requests.map(({ method, isZipped }) => [method, isZipped])).toEqual([['POST', true]]);
    expect(await visitor.collector.names()).toHaveLength(50);
  });

  it('leaves a small one as it is', async () => {
    const visitor = createVisitor();
    const page = await visitZipped(visitor);
    await track(page, 'a');
    await flush(page);
    expect(await visitor.collector.requests()).toMatchObject([{ isZipped: false }]);
  });

  it('does not hold up a page that is hidden', async () => {
    const visitor = createVisitor();
    const page = await visitZipped(visitor);
    await trackMany(page);
    await turn(page, 'hidden');
    expect(await visitor.collector.names(50)).toHaveLength(50);
    expect(await visitor.collector.requests()).toMatchObject([{ isZipped: false }]);
  });

  it('hurries when the page goes away while it is at work: the batch leaves as plain text', async () => {
    const visitor = createVisitor();
    const page = await visitZipped(visitor);
    await page.run(() => {
      (window as Compressing).compressing = new Promise((begin) => {
        // A stream that never ends stands for a thread that is slow.
        window.CompressionStream = class {
          readable = new ReadableStream();
          writable = new WritableStream();
          constructor() {
            begin();
          }
        } as never;
      });
    });
    await trackMany(page);
    const flushed = flush(page);
    await page.run(() => (window as Compressing).compressing);
    expect(await visitor.collector.requests()).toEqual([]);
    await turn(page, 'hidden');
    expect(await flushed).toMatchObject({ acknowledged: 50 });
    expect(await visitor.collector.requests()).toMatchObject([{ isZipped: false }]);
  });

  it('sends plain text where the browser cannot compress', async () => {
    const visitor = createVisitor();
    const page = await visitZipped(visitor);
    await page.run(() => {
      window.CompressionStream = undefined as never;
    });
    await trackMany(page);
    expect(await flush(page)).toMatchObject({ acknowledged: 50 });
    expect(await visitor.collector.requests()).toMatchObject([{ isZipped: false }]);
  });
});
