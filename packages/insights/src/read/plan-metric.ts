import type { MetricDefinition } from '../model/question.ts';
import type { Catalogue } from './catalogue.ts';

/** A metric of the plan, written as a question has it. */
export function planMetric(name: string, { plan }: Catalogue): MetricDefinition | undefined {
  const metric = plan && Object.hasOwn(plan.metrics, name) ? plan.metrics[name] : undefined;
  if (!metric) return undefined;
  const { kind, references, formula, days, q, over, times, cumulative } = metric;
  const texts = references.map(({ text }) => text);
  const definition = {
    [kind]: kind === 'formula' ? formula : texts.length === 1 ? texts[0] : texts,
    ...(days !== undefined && { days }),
    ...(q !== undefined && { q }),
    ...(over !== undefined && { over }),
    ...(times !== undefined && { times }),
    ...(cumulative && { cumulative }),
  };
  return definition as unknown as MetricDefinition;
}
