import type { AnswerTo } from './model/answer.ts';
import { QuestionError } from './model/errors.ts';
import type { Question } from './model/question.ts';
import type { MonthSummary } from './month/month.ts';

export type * from './model/answer.ts';
export { QuestionError } from './model/errors.ts';
export type * from './model/question.ts';

export interface InsightsClient {
  /** @throws QuestionError when the question makes no sense; Error when the server does not answer. */
  ask<const Q extends Question>(question: Q, options?: { signal?: AbortSignal }): Promise<AnswerTo<Q>>;
  /** @param month Such as `2026-10`. */
  month(month: string, options?: { timeZone?: string; language?: 'zh' | 'en' }): Promise<MonthSummary>;
}

export interface InsightsClientOptions {
  /** Address of the server, such as `https://pugmark.example.com`. */
  url: string;
  /** A token that may read. */
  token?: string;
}

/**
 * Asks a server.
 *
 * @example
 * const insights = createInsightsClient({ url: 'http://127.0.0.1:8787', token });
 * const { series } = await insights.ask({ kind: 'metric', metric: 'newOrders', range: { last: { days: 7 } } });
 */
export function createInsightsClient({ url, token }: InsightsClientOptions): InsightsClient {
  const base = `${url.replace(/\/+$/, '')}/api/insights`;
  const call = async (path: string, init: RequestInit) => {
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(init.body ? { 'content-type': 'application/json' } : {}),
    };
    const response = await fetch(`${base}/${path}`, { ...init, headers });
    const body = (await response.json().catch(() => undefined)) as { error?: QuestionError } | undefined;
    if (response.ok) return body;
    const {
      code = 'failed',
      message = `the server answered ${response.status}`,
      path: at = '',
    } = body?.error ?? {};
    throw new QuestionError(code, '', message, { cause: { status: response.status, path: at } });
  };
  return {
    ask: (question, { signal } = {}) =>
      call('ask', {
        method: 'POST',
        body: JSON.stringify(question),
        ...(signal ? { signal } : {}),
      }) as never,
    month: (month, options = {}) =>
      call(`month?${new URLSearchParams({ month, ...options })}`, {}) as unknown as Promise<MonthSummary>,
  };
}
