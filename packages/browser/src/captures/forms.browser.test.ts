import { describe, expect, it, vi } from 'vitest';
import { stored, told, undo, visitWith } from '../testing/capture.js';
import type { Frame } from '../testing/frame.js';
import { createVisitor, transit } from '../testing/visit.js';

/** A bound for tests that hang, in ms: a busy machine takes its time. */
const PATIENCE = 10_000;

const PAGE = '/__pugmark/page';
const FORM =
  '<form id="signup" name="Sign up"><input name="phone" value="secret"><button id="go">Go</button></form>';

/** Shows a form whose page sends it by itself, with this answer. */
const show = (frame: Frame, answer?: string) =>
  frame.run(
    (_, html, url) => {
      document.body.innerHTML = html;
      document.querySelector('form')?.addEventListener('submit', (event) => {
        event.preventDefault();
        if (url) fetch(url, { method: 'POST' }).catch(() => {});
      });
    },
    FORM,
    answer,
  );

const submit = (frame: Frame) =>
  frame.run(() => document.querySelector('form')?.requestSubmit(document.querySelector('button')));

const submits = (visitor: ReturnType<typeof createVisitor>, frame: Frame, count = 1) =>
  vi.waitFor(async () => {
    const found = await told(visitor, frame, 'form_submit');
    expect(found).toHaveLength(count);
    return found;
  }, PATIENCE);

describe('forms', () => {
  it('tell a submit, whose success is that of the request which the page makes', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { forms: true });
    await show(frame, `${visitor.collector.apiUrl}/state`);
    await submit(frame);
    expect(await submits(visitor, frame)).toEqual([
      { event: 'form_submit', formId: 'signup', formName: 'Sign up', pagePath: PAGE, success: true },
    ]);
    await show(frame, 'http://127.0.0.1:9/refused');
    await submit(frame);
    expect((await submits(visitor, frame, 2))[1]).toMatchObject({ success: false });
  });

  it('tell a submit without a request as a success', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { forms: true });
    await show(frame);
    await submit(frame);
    expect(await submits(visitor, frame)).toMatchObject([{ success: true }]);
  });

  it('let the app decide, and take its error for a no', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, {});
    await frame.run(async (load) => {
      const { init } = await load();
      const { forms } = await load('captures/forms');
      const page = window as Window & { answers?: (() => boolean)[] };
      page.answers = [
        () => false,
        () => {
          throw new Error('no idea');
        },
        () => true,
      ];
      init({ apiUrl: 'http://unused.example' }).use(
        forms({ success: () => page.answers?.shift()?.() ?? true }),
      );
    });
    await show(frame);
    for (let index = 0; index < 3; index++) await submit(frame);
    expect((await submits(visitor, frame, 3)).map(({ success }) => success)).toEqual([false, false, true]);
  });

  it('tell a form that was begun and left, without what was typed', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { forms: { abandon: true } });
    await show(frame);
    await frame.run(() => {
      document.querySelector('input')?.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await transit(frame, 'pagehide');
    const events = await vi.waitFor(async () => {
      const found = await stored(visitor, 'form_abandon');
      expect(found).toHaveLength(1);
      return found;
    }, PATIENCE);
    expect(events).toEqual([
      { event: 'form_abandon', formId: 'signup', formName: 'Sign up', fieldCount: 1, pagePath: PAGE },
    ]);
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('have helpers for searches and filters', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { forms: true });
    await frame.run(async (load) => {
      const { trackSearch, trackFilter } = await load('captures/forms');
      trackSearch('billiards', 12);
      trackFilter('city', 'Chengdu');
    });
    expect(await told(visitor, frame, 'search', 'filter_change')).toEqual([
      { event: 'search', keyword: 'billiards', resultCount: 12 },
      { event: 'filter_change', filterType: 'city', filterValue: 'Chengdu' },
    ]);
  });

  it('leave nothing behind when they are taken away', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { forms: true });
    await undo(frame);
    await show(frame);
    await submit(frame);
    expect(await told(visitor, frame, 'form_submit')).toEqual([]);
    expect(await frame.run(() => `${Function.prototype.toString.call(window.fetch)}`)).toContain(
      '[native code]',
    );
  });
});
