export { type AskOptions, ask, listReached } from './ask.ts';
export { type ApiMount, createInsightsApi, type InsightsApiOptions } from './http/api.ts';
export { type ListedFunnel, type ListedMetric, listFunnels, listMetrics } from './http/catalogue.ts';
export type * from './model/answer.ts';
export { QuestionError } from './model/errors.ts';
export type * from './model/question.ts';
export { MONTH_METRICS, type MonthSummary } from './month/month.ts';
