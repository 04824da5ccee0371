import type { FunnelQuestion, MetricQuestion } from '@pugmark/insights';
import type { Funnel, Metric, Plan } from '@pugmark/plan';
import type { Board, Card, Text } from '../model/board.ts';

/** Counts shown beside the plan's own metrics. */
const EVENTS_SHOWN = 8;

/**
 * The boards of a plan: overview, trends, funnels, retention, paths and rankings. A board without cards is left out.
 *
 * @example
 * const boards = boardsOf(plan);
 */
export function boardsOf(plan: Plan): Board[] {
  const events = businessEvents(plan);
  const measures = measuresOf(plan, events);
  const boards: Board[] = [
    {
      name: 'overview',
      title: { en: 'Overview', zh: '概览' },
      cards: measures.map((measure) => ({
        ...measure,
        question: { ...measure.question, compare: 'previous' as const },
        show: 'figure' as const,
        width: 1 as const,
      })),
    },
    {
      name: 'trends',
      title: { en: 'Trends', zh: '趋势' },
      cards: measures.map((measure) => ({
        ...measure,
        question: { ...measure.question, interval: 'day' as const },
        show: 'line' as const,
        width: 2 as const,
      })),
    },
    { name: 'funnels', title: { en: 'Funnels', zh: '漏斗' }, cards: funnelCards(plan) },
    { name: 'retention', title: { en: 'Retention', zh: '留存' }, cards: retentionCards() },
    { name: 'paths', title: { en: 'Paths', zh: '路径' }, cards: pathCards(plan, events) },
    { name: 'rankings', title: { en: 'Rankings', zh: '排行' }, cards: rankingCards(plan, events) },
  ];
  return boards.filter(({ cards }) => cards.length > 0);
}

/** Kinds of metrics that are shares of something. */
const SHARES: ReadonlySet<string> = new Set(['ratio', 'ratioOfUniques', 'retention']);

type Measure = Omit<Card, 'question' | 'show'> & { question: Omit<MetricQuestion, 'range'> };

/** Those that the plan itself names; of a plan of built-in sets alone, all. */
function businessEvents({ events }: Plan): string[] {
  const names = Object.keys(events);
  const own = names.filter((name) => events[name]?.builtin === undefined);
  return own.length > 0 ? own : names;
}

const same = (text: string): Text => ({ en: text, zh: text });
const label = (name: string, description?: string): Text => ({
  en: name.replaceAll('_', ' '),
  zh: description ?? name,
});

function measuresOf(plan: Plan, events: readonly string[]): Measure[] {
  const metrics = Object.entries(plan.metrics).map(
    ([name, metric]): Measure => ({
      title: label(name, metric.description),
      definition: definitionOf(metric),
      events: [...new Set(metric.references.map(({ event }) => event))],
      percent: SHARES.has(metric.kind),
      question: { kind: 'metric', metric: name },
    }),
  );
  const counts = events.slice(0, EVENTS_SHOWN).map(
    (event): Measure => ({
      title: label(event, plan.events[event]?.description),
      definition: `count: ${event}`,
      events: [event],
      question: { kind: 'metric', metric: { count: event } },
    }),
  );
  return [...metrics, ...counts];
}

function definitionOf({ kind, references, formula, unit, over, times }: Metric): string {
  const from = formula ?? references.map(({ text }) => text).join(' ÷ ');
  return [`${kind}: ${from}`, over && `÷ ${over}`, times && `× ${times}`, unit && `(${unit})`]
    .filter(Boolean)
    .join(' ');
}

function funnelCards(plan: Plan): Card[] {
  return Object.entries(plan.funnels).flatMap(([name, funnel]): Card[] => {
    const question: Omit<FunnelQuestion, 'range'> = { kind: 'funnel', steps: name };
    const card: Card = {
      title: label(name, funnel.description),
      definition: stepsOf(funnel),
      events: funnel.steps.map(({ event }) => event),
      question,
      show: 'funnel',
      width: 4,
    };
    return [card];
  });
}

const stepsOf = ({ steps }: Funnel) => steps.map(({ text }) => text).join(' → ');

function retentionCards(): Card[] {
  return (['day', 'week'] as const).map((interval) => ({
    title: interval === 'day' ? { en: 'By day', zh: '按天' } : { en: 'By week', zh: '按周' },
    definition: 'any event → any event',
    events: ['*'],
    question: { kind: 'retention', start: '*', return: '*', interval, periods: interval === 'day' ? 7 : 4 },
    show: 'retention',
    width: 4,
  }));
}

function pathCards(plan: Plan, events: readonly string[]): Card[] {
  const firsts = Object.values(plan.funnels).flatMap(({ steps }) =>
    steps.slice(0, 1).map(({ event }) => event),
  );
  const anchors = [...new Set([...firsts, ...events])].slice(0, 2);
  return anchors.map((anchor) => ({
    title: { en: `After ${anchor}`, zh: `${anchor} 之后` },
    definition: `paths after ${anchor}`,
    events: [anchor],
    question: { kind: 'paths', anchor, steps: 3 },
    show: 'sankey',
    width: 4,
  }));
}

function rankingCards(plan: Plan, events: readonly string[]): Card[] {
  const byEvent: Card = {
    title: { en: 'Events', zh: '事件' },
    definition: 'count: *',
    events: ['*'],
    question: { kind: 'metric', metric: { count: '*' }, groupBy: { field: 'eventName' }, limit: 20 },
    show: 'ranking',
    width: 2,
  };
  const byChoice = events.flatMap((event) =>
    Object.entries(plan.events[event]?.properties ?? {})
      .filter(([, { enum: values }]) => values !== undefined)
      .map(
        ([property]): Card => ({
          title: same(`${event} · ${property}`),
          definition: `count: ${event}`,
          events: [event],
          question: { kind: 'metric', metric: { count: event }, groupBy: { property }, limit: 20 },
          show: 'ranking',
          width: 2,
        }),
      ),
  );
  return [byEvent, ...byChoice.slice(0, 7)];
}
