import { createInsightsClient } from '@pugmark/insights/client';
import type { Plan } from '@pugmark/plan';
import { loadPlan } from '@pugmark/plan/load';
import { createMemoryStore, type StoredEvent } from '@pugmark/store';
import { storedEvent } from '@pugmark/store/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { planPath } from '../../plan/src/testing/plans.ts';
import { createServer } from './server.ts';

const NOW = Date.parse('2026-01-05T00:00:00Z');
const READER = 'a-token-that-reads';
let plan: Plan;
beforeAll(async () => {
  plan = await loadPlan(planPath('ai-service'));
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const eventAt = (time: string, eventName: string, properties: Record<string, unknown>): StoredEvent =>
  storedEvent({
    eventName,
    eventTime: new Date(time).toISOString(),
    clientTime: new Date(time).toISOString(),
    properties: properties as StoredEvent['properties'],
    facts: {},
    deviceId: 'server',
    sessionId: 'server',
    platform: 'server',
  });

/** The events of a month that come to the figures of the team's own case study. */
function month(): StoredEvent[] {
  const events: StoredEvent[] = [];
  const add = (count: number, name: string, properties: (index: number) => Record<string, unknown>) => {
    for (let index = 0; index < count; index++) {
      const time = `2025-12-${String((index % 31) + 1).padStart(2, '0')}T04:00:00Z`;
      events.push(eventAt(time, name, properties(index)));
    }
  };
  const ofSession = (index: number) => ({ sessionId: `s${index}` });
  add(5420, 'ai_session_started', ofSession);
  add(4623, 'ai_session_resolved', ofSession);
  add(100, 'ai_message_replied', (index) => ({
    ...ofSession(index),
    responseTimeMs: 1400 + (index % 2) * 200,
  }));
  add(1000, 'order_query', (index) => ({ ...ofSession(index), success: index >= 18 }));
  add(1000, 'tracking_query', (index) => ({ ...ofSession(index), success: index >= 32 }));
  add(812, 'agent_session_handled', (index) => ({
    ...ofSession(index),
    agentId: index % 4,
    handleTimeSec: 480,
    firstResponseMs: 30_000,
  }));
  add(156, 'ticket_closed', (index) => ({ ticketId: index, slaMet: index < 148.5, resolutionHours: 4 }));
  // Of the next month in Shanghai.
  events.push(eventAt('2025-12-31T16:00:00Z', 'ai_session_started', { sessionId: 'late' }));
  return events;
}

async function serve(figures = { 'cost per human session': 10 }) {
  const store = createMemoryStore();
  await store.commit({ events: month(), dropped: [], rejected: [], receivedAt: NOW });
  const server = await createServer({
    store,
    plan,
    figures,
    now: () => NOW,
    port: 0,
    tokens: [{ token: READER, role: 'read' }],
  });
  const url = await server.listen();
  closing.push(() => server.close());
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${READER}` },
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  return { url, get };
}

describe('the month', () => {
  it('is told in the keys, units and words of the team, of the month in the zone', async () => {
    const { get } = await serve();
    const { body, headers } = await get('/api/insights/month?month=2025-12&timeZone=Asia/Shanghai');
    expect(body).toEqual({
      period: '2025年12月',
      ai_chatbot: {
        total_customers_served: 5420,
        ai_resolution_rate: '85.3%',
        avg_response_time: '1.5秒',
        cost_saved: '¥46,230',
        order_query_success_rate: '98.2%',
        tracking_query_success_rate: '96.8%',
      },
      agent_workbench: {
        sessions_handled: 812,
        avg_first_response: '30秒',
        avg_handle_time: '8分钟',
        tickets_resolved: 156,
        avg_resolution_time: '4小时',
        sla_met_rate: '95.5%',
      },
      story:
        '本月 AI 客服共服务 5,420 位客户，其中 85.3% 的问题由 AI 独立解决，平均响应时间仅 1.5 秒。需人工介入的 812 个会话，坐席平均 30 秒内响应，8 分钟内解决。共处理 156 个工单，平均 4 小时解决，SLA 达标率 95.5%。预估节省人工成本 ¥46,230。',
    });
    expect(JSON.parse(headers.get('pugmark-completeness') ?? '')).toMatchObject({ lost: 0 });
  });

  it('leaves out what nobody has configured, and has an English paragraph', async () => {
    const { get } = await serve({} as never);
    const { body } = await get('/api/insights/month?month=2025-12&language=en');
    expect(body.ai_chatbot.cost_saved).toBeNull();
    expect(body.story).toBe(
      'This month the AI served 5,420 customers, resolved 85.3% of their questions by itself, and answered within 1.5 s on average. ' +
        'People took over 812 sessions, answered within 30 s on average, and resolved them within 8 min. ' +
        '156 tickets were handled, within 4 h on average, 95.5% of them within the SLA.',
    );
  });
});

it('tells the trend by day, agents and tickets', async () => {
  const { get } = await serve();
  const trend = (await get('/api/insights/trend?days=8')).body;
  expect(trend.daily).toHaveLength(8);
  expect(trend.daily[0]).toMatchObject({ date: '2025-12-29', sessions_handled: 26 });
  expect(trend.totals.total_sessions).toBeGreaterThan(0);
  const { agents } = (await get('/api/insights/agents?month=2025-12')).body;
  expect(agents).toHaveLength(4);
  expect(agents[0]).toMatchObject({ sessions_handled: 203, avg_handle_time_sec: 480 });
  const tickets = (await get('/api/insights/tickets?month=2025-12')).body;
  expect(tickets.totals).toMatchObject({ tickets_closed: 156, avg_resolution_hours: 4 });
});

it('lists metrics with their definition, and funnels', async () => {
  const { get } = await serve();
  const { metrics } = (await get('/api/insights/metrics')).body;
  expect(metrics.find(({ name }: { name: string }) => name === 'estimated_cost_saved')).toEqual({
    name: 'estimated_cost_saved',
    kind: 'formula',
    definition: 'formula ai_resolved_sessions * cost_per_human_session',
    events: ['ai_session_resolved'],
    unit: '¥',
  });
  expect((await get('/api/insights/funnels')).body).toEqual({ funnels: [] });
});

it('answers questions, to readers only', async () => {
  const { url } = await serve();
  const question = { kind: 'metric', metric: 'sessions_handled', range: { last: { days: 60 } } } as const;
  const client = createInsightsClient({ url, token: READER });
  expect((await client.ask(question)).series[0]?.total).toBe(812);
  await expect(client.ask({ ...question, metric: 'session_handled' })).rejects.toThrow(
    'did you mean "sessions_handled"?',
  );
  const refused = await fetch(`${url}/api/insights/ask`, { method: 'POST', body: JSON.stringify(question) });
  expect(refused.status).toBe(401);
});

it.each([
  ['GET', '/api/insights/ask', undefined, 405, 'wrong_method'],
  ['GET', '/api/insights/nothing', undefined, 404, 'unknown_path'],
  ['POST', '/api/insights/ask', 'no JSON', 400, 'bad_json'],
  ['POST', '/api/insights/ask', `"${'x'.repeat(200_000)}"`, 400, 'too_large'],
  ['GET', '/api/insights/month?month=2025-13', undefined, 400, 'bad_month'],
  ['GET', '/api/insights/trend?days=0', undefined, 400, 'bad_number'],
  ['GET', '/api/admin/dashboard/funnel', undefined, 400, 'no_funnel'],
  ['GET', '/api/admin/dashboard/stats?timeZone=Nowhere', undefined, 400, 'unknown_time_zone'],
])('refuses %s %s with a word', async (method, path, body, status, code) => {
  const { get } = await serve();
  const answer = await get(path, { method, ...(body === undefined ? {} : { body }) });
  expect([answer.status, answer.body.error.code]).toEqual([status, code]);
});
