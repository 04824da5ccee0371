import { describe, expect, it } from 'vitest';
import type { Frame } from '../testing/frame.js';
import { createVisitor, flush, start, track, turn } from '../testing/visit.js';
import { type Prelude, preludes } from './preludes.js';

/** Whether the harm is done before the package is loaded, or after it. */
const MOMENTS = ['before', 'after'] as const;

type Visitor = ReturnType<typeof createVisitor>;

async function visit({ page, options }: Visitor, prelude: Prelude, moment: (typeof MOMENTS)[number]) {
  const frame = await page();
  if (moment === 'after')
    await frame.run(async (load) => {
      await load();
    });
  await frame.run(prelude);
  await start(frame, options);
  return frame;
}

/** What an application does in a visit; one of the events has a name that no collector takes. */
const useAll = (frame: Frame) =>
  frame.run(async (load) => {
    const api = await load();
    api.register({ theme: 'dark' });
    api.track('order_paid', { amount: 199, lines: [{ sku: 'a' }, { sku: 'b' }], at: new Date(0) });
    api.setUser(7, { escortId: 'e-7' });
    api.track('Order Paid');
    api.trackPageView();
    api.trackClick('buy', 'Buy now', { position: 1 });
  });

describe.each(Object.entries(preludes))('a page with %s', (_, prelude) => {
  it.each(MOMENTS)(
    'delivers all, and leaves the rest to the next page: %s the package is there',
    async (moment) => {
      const visitor = createVisitor();
      const { collector, records, settings } = visitor;
      const first = await visit(visitor, prelude, moment);
      await useAll(first);
      const stats = await flush(first);
      expect(stats).toMatchObject({ tracked: 5, acknowledged: 4, queued: 0, dropped: { invalid: 1 } });

      await collector.always('break');
      await track(first, 'kept_a', 'kept_b');
      await turn(first, 'hidden');
      const warnings = await first.warnings();
      first.remove();
      await collector.always('deliver');
      const next = await visit(visitor, prelude, moment);
      const names = ['button_click', 'kept_a', 'kept_b', 'order_paid', 'page_view', 'user_identify'];
      expect(await collector.names(names.length)).toEqual(names);
      expect(await flush(next)).toMatchObject({ tracked: 0, queued: 0 });
      await expect.poll(records).toEqual([]);
      await expect.poll(settings).not.toContainEqual(expect.stringContaining('spill'));

      const events = await collector.events();
      expect(new Set(events.map(({ deviceId }) => deviceId)).size).toBe(1);
      expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(names.length);
      for (const { eventTime } of events) expect(eventTime).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z$/);
      for (const event of events.filter(({ eventName }) => eventName.startsWith('kept')))
        expect(event).toMatchObject({ userId: '7', properties: { theme: 'dark' } });
      expect(
        [...warnings, ...(await next.warnings())].filter((text) => /^un(caught|handled)/.test(text)),
      ).toEqual([]);
    },
  );
});
