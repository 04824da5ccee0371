import { describe, expect, it, vi } from 'vitest';
import { told, visitWith } from '../testing/capture.js';
import { createVisitor, turn } from '../testing/visit.js';

/** A bound for tests that hang, in ms: a busy machine takes its time. */
const PATIENCE = 10_000;

describe('performance', () => {
  it('tells how long the page took to load, and of how many parts', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { performance: { vitals: false } });
    const [event] = await vi.waitFor(async () => {
      const found = await told(visitor, frame, 'page_load');
      expect(found).toHaveLength(1);
      return found;
    }, PATIENCE);
    const load = await frame.run(() => {
      const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return Math.round(entry?.loadEventEnd ?? 0);
    });
    expect(event).toMatchObject({ pagePath: '/__pugmark/page', loadTime: load });
    expect(event?.resourceCount).toBeGreaterThan(0);
  });

  it('tells web vitals with their rating when the page is left', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { performance: true });
    await frame.run(async () => {
      document.body.innerHTML = '<p style="font-size:60px">A large text</p>';
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await turn(frame, 'hidden');
    await vi.waitFor(async () => {
      const found = await told(visitor, frame, 'web_vital');
      const metrics = found.map(({ metric }) => metric);
      expect(metrics).toContain('TTFB');
      expect(metrics).toContain('CLS');
      for (const { rating, value } of found) {
        expect(['good', 'needs-improvement', 'poor']).toContain(rating);
        expect(value).toBeGreaterThanOrEqual(0);
      }
    }, PATIENCE);
  });

  it('tells long tasks when told so', async () => {
    const visitor = createVisitor();
    const frame = await visitWith(visitor, { performance: { vitals: false, longTasks: 100 } });
    await frame.run(
      () =>
        new Promise((resolve) =>
          setTimeout(() => {
            const until = performance.now() + 200;
            while (performance.now() < until);
            setTimeout(resolve, 50);
          }),
        ),
    );
    await vi.waitFor(async () => {
      const [task] = await told(visitor, frame, 'long_task');
      expect(task?.duration).toBeGreaterThanOrEqual(200);
    }, PATIENCE);
  });
});
