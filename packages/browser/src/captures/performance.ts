import type { Plugin, PluginContext } from '@pugmark/core';
import type { MetricWithAttribution } from 'web-vitals/attribution';
import { onCLS, onFCP, onINP, onLCP, onTTFB } from 'web-vitals/attribution';
import { listen } from '../listen.js';
import { type PathOptions, readPath } from './page-path.js';

/** What is measured. */
export interface PerformanceOptions extends PathOptions {
  /** Web vitals, as `web_vital`. Default `true`. */
  vitals?: boolean | undefined;
  /** Tasks of the main thread that take longer than this, in ms, as `long_task`; `false`: none. Default `false`. */
  longTasks?: number | false | undefined;
}

/** Long tasks that are told of a page at most. */
const MAX_LONG_TASKS = 20;

/**
 * Tells how the page performs: `page_load` (`pagePath`, `loadTime` in ms, `resourceCount`) when it has loaded, and
 * `web_vital` (`metric`, `value`, `rating`, `target`, `navigationType`) for LCP, CLS, INP, FCP and TTFB, as Google's
 * `web-vitals` measures them.
 *
 * @example
 * ```ts
 * import { init } from '@pugmark/browser';
 * import { performanceTimings } from '@pugmark/browser/performance';
 *
 * init({ apiUrl: 'https://collect.example.com', plugins: [performanceTimings({ longTasks: 200 })] });
 * ```
 */
export const performanceTimings = (options: PerformanceOptions = {}): Plugin => ({
  name: 'performance',
  setup(context) {
    const undoes = [
      followLoad(context, options),
      options.vitals !== false && followVitals(context, options),
      options.longTasks && followLongTasks(context, options.longTasks),
    ];
    return () => {
      for (const undo of undoes) if (undo) undo();
    };
  },
});

function followLoad(context: PluginContext, options: PathOptions): () => void {
  const pagePath = readPath(context, options);
  let cancel: (() => void) | undefined;
  const tell = () => {
    const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    // The time of the listeners of `load` belongs to it, so it is there only after them.
    if (!entry?.loadEventEnd) return;
    // A page that was rendered ahead of time begins for its visitor when it is shown.
    const { activationStart = 0 } = entry as { activationStart?: number };
    context.track(
      'page_load',
      {
        pagePath,
        loadTime: Math.max(0, Math.round(entry.loadEventEnd - activationStart)),
        resourceCount: performance.getEntriesByType('resource').length,
      },
      { category: 'performance' },
    );
  };
  const onLoad = () => {
    cancel = context.clock.timer(tell, 0);
  };
  if (document.readyState === 'complete') onLoad();
  const unlisten = listen(['load'], onLoad);
  return () => {
    unlisten();
    cancel?.();
  };
}

function followVitals(context: PluginContext, options: PathOptions): () => void {
  // The library takes no listener back: what it has to say afterwards is not told.
  let isOn = true;
  const tell = ({ name, value, rating, navigationType, attribution }: MetricWithAttribution) => {
    if (!isOn) return;
    context.track(
      'web_vital',
      {
        metric: name,
        // CLS is a share, the others are ms.
        value: name === 'CLS' ? Math.round(value * 10_000) / 10_000 : Math.round(value),
        rating,
        target: targetOf(attribution),
        navigationType,
        pagePath: readPath(context, options),
      },
      { category: 'performance' },
    );
  };
  for (const follow of [onCLS, onFCP, onINP, onLCP, onTTFB]) follow(tell);
  return () => {
    isOn = false;
  };
}

/** The element that the figure is about, as a selector. */
function targetOf(attribution: object): string | undefined {
  const { target, interactionTarget, largestShiftTarget } = attribution as Record<string, unknown>;
  const found = target || interactionTarget || largestShiftTarget;
  return found ? `${found}`.slice(0, 200) : undefined;
}

function followLongTasks(context: PluginContext, least: number): () => void {
  let left = MAX_LONG_TASKS;
  const observer = new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) {
      if (duration < least || left-- <= 0) continue;
      context.track(
        'long_task',
        { duration: Math.round(duration), startTime: Math.round(startTime) },
        { category: 'performance' },
      );
    }
  });
  // A browser that knows none of them ignores this.
  observer.observe({ type: 'longtask', buffered: true });
  return () => observer.disconnect();
}
