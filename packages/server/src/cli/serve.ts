import type { CollectorOptions } from '@pugmark/collector';
import { readPlanFile, type ServeExtension } from '@pugmark/collector/command-line';
import type { Store } from '@pugmark/store';
import { Option } from 'commander';
import { DEMOS, writeDemo } from '../demo/index.ts';
import { planFileOf } from '../demo/plan.ts';
import { composeOptions } from '../server.ts';
import { readFigure } from './figures.ts';

const PLANS = Object.keys(DEMOS) as (keyof typeof DEMOS)[];
/** What a session costs that a person handles, in the demonstration. */
const DEMO_FIGURES = { cost_per_human_session: 10, opening_seconds: 18 * 14 * 3600 * 30 };

/** What the server adds to `serve` of the collector. */
export const serveExtension: ServeExtension = {
  addFlags(command) {
    command
      .addOption(
        new Option(
          '--figure <name=number>',
          'a figure that no event holds, for formulas of the plan; may be repeated',
        ).argParser(readFigure),
      )
      .addOption(
        new Option('--demo [plan]', `fill an empty store with a month of events: ${PLANS.join(', ')}`)
          .choices(PLANS)
          .preset('pool-hall'),
      );
  },
  async compose(options, flags) {
    const figures = flags.figure as Record<string, number> | undefined;
    const demo = flags.demo as (typeof PLANS)[number] | undefined;
    if (!demo) return composeOptions({ ...options, ...(figures ? { figures } : {}) });
    return composeOptions({
      ...(await fill(options, demo)),
      figures: { ...DEMO_FIGURES, ...figures },
    });
  },
};

/** Only an empty store is filled: nobody's own events are mixed with invented ones. */
async function fill(
  options: CollectorOptions & { store: Store },
  plan: (typeof PLANS)[number],
): Promise<CollectorOptions & { store: Store }> {
  const { store } = options;
  const { total } = await store.counts({ sinceMinute: 0, offset: 0, limit: 1 });
  if (total === 0) await writeDemo(store, { plan, until: Date.now() });
  return { ...options, plan: options.plan ?? (await readPlanFile(planFileOf(plan))) };
}
