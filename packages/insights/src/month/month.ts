import type { Completeness, MetricAnswer } from '../model/answer.ts';
import { QuestionError } from '../model/errors.ts';
import type { MetricQuestion } from '../model/question.ts';
import { scaled, told } from './figures.ts';
import { type Language, tellMonth } from './story.ts';

export type AskMetric = (question: MetricQuestion) => Promise<MetricAnswer>;

export interface MonthFigures {
  sessions: number;
  resolutionRate: number | null;
  responseMs: number | null;
  costSaved: number | null;
  orderRate: number | null;
  trackingRate: number | null;
  handled: number;
  firstResponseMs: number | null;
  handleSec: number | null;
  tickets: number;
  resolutionHours: number | null;
  slaRate: number | null;
}

/** The figure of the plan that each part of the summary is. */
export const MONTH_METRICS = {
  sessions: 'total_sessions',
  resolutionRate: 'ai_resolution_rate',
  responseMs: 'avg_response_time_ms',
  costSaved: 'estimated_cost_saved',
  orderRate: 'order_query_success_rate',
  trackingRate: 'tracking_query_success_rate',
  handled: 'sessions_handled',
  firstResponseMs: 'avg_first_response_ms',
  handleSec: 'avg_handle_time_sec',
  tickets: 'tickets_closed',
  resolutionHours: 'avg_resolution_hours',
  slaRate: 'sla_met_rate',
} as const satisfies Record<keyof MonthFigures, string>;

/** The summary of a month, in the words that the teams show to their customers. */
export interface MonthSummary {
  period: string;
  ai_chatbot: {
    total_customers_served: number;
    ai_resolution_rate: string | null;
    avg_response_time: string | null;
    cost_saved: string | null;
    order_query_success_rate: string | null;
    tracking_query_success_rate: string | null;
  };
  agent_workbench: {
    sessions_handled: number;
    avg_first_response: string | null;
    avg_handle_time: string | null;
    tickets_resolved: number;
    avg_resolution_time: string | null;
    sla_met_rate: string | null;
  };
  story: string;
}

export interface Month {
  year: number;
  /** 1 to 12. */
  month: number;
}

/** @throws QuestionError when it is not written like `2026-10`. */
export function readMonth(text: string | null | undefined): Month {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text ?? '') ?? [];
  if (year !== undefined && Number(year) >= 1970) return { year: Number(year), month: Number(month) };
  throw new QuestionError(
    'bad_month',
    'month',
    `must be like 2026-10; it is ${JSON.stringify(text ?? null)}`,
  );
}

/** Where a month begins and ends on the clocks of a zone. */
export type MonthRange = (month: Month) => { from: number; to: number };

export async function answerMonth(
  month: Month,
  {
    ask,
    rangeOf,
    timeZone,
    language,
  }: { ask: AskMetric; rangeOf: MonthRange; timeZone: string; language: Language },
): Promise<{ summary: MonthSummary; completeness: Completeness }> {
  const range = rangeOf(month);
  const figures: Partial<Record<keyof MonthFigures, number | null>> = {};
  let completeness: Completeness | undefined;
  for (const [name, metric] of Object.entries(MONTH_METRICS)) {
    const answer = await ask({ kind: 'metric', metric, range, timeZone });
    figures[name as keyof MonthFigures] = answer.series[0]?.total ?? null;
    completeness ??= answer.completeness;
  }
  return {
    summary: summarise(month, figures as MonthFigures, language),
    completeness: completeness as Completeness,
  };
}

function summarise({ year, month }: Month, figures: MonthFigures, language: Language): MonthSummary {
  const percent = (value: number | null) => told(scaled(value, 100), (text) => `${text}%`);
  return {
    period: `${year}年${month}月`,
    ai_chatbot: {
      total_customers_served: figures.sessions,
      ai_resolution_rate: percent(figures.resolutionRate),
      avg_response_time: told(scaled(figures.responseMs, 0.001), (text) => `${text}秒`),
      cost_saved: told(figures.costSaved, (text) => `¥${text}`),
      order_query_success_rate: percent(figures.orderRate),
      tracking_query_success_rate: percent(figures.trackingRate),
    },
    agent_workbench: {
      sessions_handled: figures.handled,
      avg_first_response: told(scaled(figures.firstResponseMs, 0.001), (text) => `${text}秒`),
      avg_handle_time: told(scaled(figures.handleSec, 1 / 60), (text) => `${text}分钟`),
      tickets_resolved: figures.tickets,
      avg_resolution_time: told(figures.resolutionHours, (text) => `${text}小时`),
      sla_met_rate: percent(figures.slaRate),
    },
    story: tellMonth(figures, language),
  };
}
