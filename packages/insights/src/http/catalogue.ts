import type { Funnel, Metric, Plan } from '@pugmark/plan';

export interface ListedMetric {
  name: string;
  kind: string;
  /** How it is computed, in the words of the plan. */
  definition: string;
  /** Names of the events that it is made of. */
  events: string[];
  description?: string;
  unit?: string;
}

export interface ListedFunnel extends Omit<Funnel, 'steps' | 'exclude'> {
  name: string;
  steps: string[];
  exclude?: string[];
}

/** The metrics of a plan, for whoever chooses one. */
export const listMetrics = (plan: Plan | undefined): ListedMetric[] =>
  Object.entries(plan?.metrics ?? {}).map(([name, metric]) => ({
    name,
    kind: metric.kind,
    definition: definitionOf(metric),
    events: eventsOf(name, plan as Plan, new Set()),
    ...(metric.description === undefined ? {} : { description: metric.description }),
    ...(metric.unit === undefined ? {} : { unit: metric.unit }),
  }));

export const listFunnels = (plan: Plan | undefined): ListedFunnel[] =>
  Object.entries(plan?.funnels ?? {}).map(([name, { steps, exclude, ...funnel }]) => ({
    name,
    ...funnel,
    steps: steps.map(({ text }) => text),
    ...(exclude ? { exclude: exclude.map(({ text }) => text) } : {}),
  }));

function definitionOf({ kind, references, formula, days, q, over, times }: Metric): string {
  const about = formula ?? references.map(({ text }) => text).join(kind.startsWith('ratio') ? ' ÷ ' : ', ');
  return [
    `${kind} ${about}`,
    days !== undefined && `after ${days} days`,
    q !== undefined && `at ${q}`,
    over !== undefined && `÷ ${over}`,
    times !== undefined && `× ${times}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function eventsOf(name: string, plan: Plan, seen: Set<string>): string[] {
  const metric = plan.metrics[name];
  if (!metric || seen.has(name)) return [];
  seen.add(name);
  const inner = [...(metric.formula ?? '').matchAll(/"([^"]+)"|([A-Za-z_]\w*)/g)].flatMap(
    ([, quoted, plain]) => eventsOf((quoted ?? plain) as string, plan, seen),
  );
  return [...new Set([...metric.references.map(({ event }) => event), ...inner])];
}
