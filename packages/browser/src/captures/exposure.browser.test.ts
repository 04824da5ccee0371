import { describe, expect, it, vi } from 'vitest';
import { told, undo, visitWith } from '../testing/capture.js';
import type { Frame } from '../testing/frame.js';
import { createVisitor, turn } from '../testing/visit.js';
import type { ExposureOptions } from './exposure.js';

/** A bound for tests that hang, in ms: a busy machine takes its time. */
const PATIENCE = 10_000;

const PAGE = '/__pugmark/page';
const QUICK: ExposureOptions = { duration: 50 };

/** Frames of a test page are small: so is what it shows. */
const show = (frame: Frame, html: string) =>
  frame.run(async (_, text) => {
    document.body.style.cssText = 'margin:0';
    document.body.innerHTML = text;
  }, html);

const rest = (frame: Frame, ms = 250) =>
  frame.run((_, time) => new Promise((resolve) => setTimeout(resolve, time)), ms);

const exposed = (visitor: ReturnType<typeof createVisitor>, frame: Frame, count: number) =>
  vi.waitFor(async () => {
    const found = await told(visitor, frame, 'marketing_expose');
    expect(found).toHaveLength(count);
    return found;
  }, PATIENCE);

const box = (name: string, style = '') =>
  `<div data-expose="${name}" data-expose-position="1" style="height:60px;${style}">${name}</div>`;

describe('exposure', () => {
  it('tells what was seen, with what the page has written on it, once a page', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { exposure: QUICK });
    await show(frame, `${box('sale')}<div style="height:3000px"></div>${box('below')}`);
    expect(await exposed(visitor, frame, 1)).toEqual([
      { event: 'marketing_expose', activityId: 'sale', position: '1', pagePath: PAGE },
    ]);
    await frame.run(() => scrollTo(0, 2000));
    await rest(frame);
    await frame.run(() => scrollTo(0, 0));
    await rest(frame);
    await frame.run(() => scrollTo(0, 9999));
    expect((await exposed(visitor, frame, 2)).map(({ activityId }) => activityId)).toEqual(['sale', 'below']);
  });

  it('tells it each time that it comes into view, when told so', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { exposure: { ...QUICK, once: false } });
    await show(frame, `${box('sale')}<div style="height:3000px"></div>`);
    await exposed(visitor, frame, 1);
    await frame.run(() => scrollTo(0, 2000));
    await rest(frame);
    await frame.run(() => scrollTo(0, 0));
    await exposed(visitor, frame, 2);
  });

  it('does not tell what was seen for too short a time, or too little of it', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { exposure: { duration: 400, share: 0.9 } });
    await show(frame, `${box('short')}<div style="height:3000px"></div>`);
    await rest(frame, 100);
    await show(frame, box('part', 'position:fixed;top:-30px'));
    await rest(frame, 700);
    expect(await told(visitor, frame, 'marketing_expose')).toEqual([]);
  });

  it('knows a list that is recycled, and one that grows', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { exposure: QUICK });
    await show(frame, box('one'));
    await exposed(visitor, frame, 1);
    await frame.run(() => document.querySelector('[data-expose]')?.setAttribute('data-expose', 'two'));
    await exposed(visitor, frame, 2);
    await frame.run(
      (_, html) => document.body.insertAdjacentHTML('beforeend', `<ul><li>${html}</li></ul>`),
      box('three'),
    );
    expect((await exposed(visitor, frame, 3)).map(({ activityId }) => activityId)).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  it('counts an element that is larger than the window once it fills it', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { exposure: QUICK });
    await show(frame, '<div data-expose="tall" style="height:9000px"></div>');
    await exposed(visitor, frame, 1);
  });

  it('sees nothing while nobody looks', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { exposure: QUICK });
    await turn(frame, 'hidden');
    await show(frame, box('sale'));
    await rest(frame);
    expect(await told(visitor, frame, 'marketing_expose')).toEqual([]);
    await turn(frame, 'visible');
    await exposed(visitor, frame, 1);
  });

  it('bears ten thousand elements, and leaves nothing behind when it is taken away', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { exposure: QUICK });
    await show(
      frame,
      Array.from(
        { length: 10_000 },
        (_, index) => `<i data-expose="i${index}" style="display:block;height:60px"></i>`,
      ).join(''),
    );
    await vi.waitFor(
      async () => expect((await told(visitor, frame, 'marketing_expose')).length).toBeGreaterThan(1),
      PATIENCE,
    );
    await undo(frame);
    const before = (await told(visitor, frame, 'marketing_expose')).length;
    await frame.run(() => scrollTo(0, 100_000));
    await rest(frame);
    expect(await told(visitor, frame, 'marketing_expose')).toHaveLength(before);
    expect(before).toBeLessThan(50);
  });
});
