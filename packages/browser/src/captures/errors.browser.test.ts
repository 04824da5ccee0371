import { describe, expect, it } from 'vitest';
import { told, undo, until, visitWith } from '../testing/capture.js';
import { createVisitor } from '../testing/visit.js';

const PAGE = '/__pugmark/page';

describe('errors', () => {
  it('tell what nobody handled: errors with where they happened, rejections, and what could not be loaded', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { errors: true });
    await frame.run(async () => {
      setTimeout(() => {
        throw new TypeError('x is undefined');
      });
      Promise.reject(new Error('no answer'));
      const image = document.createElement('img');
      const failed = new Promise((resolve) => image.addEventListener('error', resolve));
      image.src = '/__missing.png/nothing?token=secret';
      // An image that cannot be read, as the server answers with a page.
      document.body.append(image);
      await failed;
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    const events = await told(visitor, frame, 'error_occurred');
    expect(
      events.map(({ errorType, errorMessage, pagePath }) => [errorType, errorMessage, pagePath]).sort(),
    ).toEqual([
      ['rejection', 'no answer', PAGE],
      ['resource', 'img /__missing.png/nothing', PAGE],
      ['script', 'x is undefined', PAGE],
    ]);
    for (const { errorType, errorStack } of events)
      if (errorType !== 'resource') expect(errorStack).toContain('at ');
  });

  it('tell one error once, and a bounded number of them, though a page throws ten thousand', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { errors: true });
    await frame.run(() => {
      for (let index = 0; index < 5000; index++) {
        dispatchEvent(
          new ErrorEvent('error', { error: new Error('always the same'), message: 'always the same' }),
        );
        dispatchEvent(
          new ErrorEvent('error', { message: `error ${index}`, filename: '/a.js', lineno: 1, colno: 2 }),
        );
      }
    });
    const events = await told(visitor, frame, 'error_occurred');
    expect(events).toHaveLength(20);
    expect(events.filter(({ errorMessage }) => errorMessage === 'always the same')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ errorStack: 'at /a.js:1:2' });
  });

  it('say of an error in a script of another site that nothing is known', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { errors: true });
    await frame.run(() => {
      dispatchEvent(new ErrorEvent('error', { message: 'Script error.' }));
    });
    expect(await told(visitor, frame, 'error_occurred')).toMatchObject([
      { errorType: 'script', errorMessage: 'Script error.', isCrossOrigin: true },
    ]);
  });

  it('bear what is thrown: no error, one that throws when it is read, nothing', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { errors: true });
    await frame.run(() => {
      const hostile = {
        get message() {
          throw new Error('read');
        },
      };
      for (const reason of [null, undefined, 0, '', 'text', hostile, { errMsg: 'request:fail' }])
        dispatchEvent(
          new PromiseRejectionEvent('unhandledrejection', { promise: Promise.resolve(), reason }),
        );
    });
    const events = await told(visitor, frame, 'error_occurred');
    expect(events.map(({ errorMessage }) => errorMessage)).toContain('text');
    expect(events.map(({ errorMessage }) => errorMessage)).toContain('request:fail');
    expect((await frame.warnings()).filter((text) => !text.startsWith('unhandled'))).toEqual([]);
  });

  it('leave nothing behind when they are taken away', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { errors: true });
    await undo(frame);
    await frame.run(() => {
      dispatchEvent(new ErrorEvent('error', { message: 'later' }));
    });
    await until(frame, () => document.readyState === 'complete');
    expect(await told(visitor, frame, 'error_occurred')).toEqual([]);
  });
});
