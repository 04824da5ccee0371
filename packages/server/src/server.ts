import { createBoards } from '@pugmark/boards';
import { type Collector, type CollectorOptions, createCollector } from '@pugmark/collector';
import { ask, createInsightsApi } from '@pugmark/insights';
import { createPgliteStore, type Store } from '@pugmark/store';

export interface ServerOptions extends CollectorOptions {
  /** Figures that no event holds, for formulas of the plan, such as `{ cost_per_human_session: 10 }`. */
  figures?: Readonly<Record<string, number>>;
}

/**
 * Everything in one process, over one store: the collector with its live view, questions over what it has
 * collected, and the boards of a plan at `/boards`.
 *
 * @throws TypeError that names the option, when one makes no sense.
 * @example
 * const server = await createServer({ plan, figures: { cost_per_human_session: 10 } });
 * const url = await server.listen();
 */
export async function createServer(options: ServerOptions = {}): Promise<Collector> {
  const store = options.store ?? (await createPgliteStore({ dataDir: options.dataDir ?? '.pugmark/data' }));
  return createCollector(composeOptions({ ...options, store }));
}

/** The options of the collector that the whole is. */
export function composeOptions({ figures, ...options }: ServerOptions & { store: Store }): CollectorOptions {
  const { store, plan, now, mounts = [] } = options;
  const settings = { plan, ...(figures ? { figures } : {}), ...(now ? { now } : {}) };
  const insights = createInsightsApi({ source: store.source, ...settings });
  const boards = plan
    ? [createBoards({ plan, ask: (question) => ask(question, store.source, settings) })]
    : [];
  return { ...options, mounts: [...insights, ...boards, ...mounts] };
}
