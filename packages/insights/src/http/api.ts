import type { Plan } from '@pugmark/plan';
import { type Source, StoreUnavailableError } from '@pugmark/store';
import { ask } from '../ask.ts';
import type { Completeness, MetricAnswer } from '../model/answer.ts';
import { QuestionError } from '../model/errors.ts';
import type { FunnelQuestion, MetricQuestion, Question } from '../model/question.ts';
import { answerMonth, type Month, readMonth } from '../month/month.ts';
import { LANGUAGES, type Language } from '../month/story.ts';
import { isTimeZone, startOfLocalDay } from '../time/zone.ts';
import { listFunnels, listMetrics } from './catalogue.ts';
import { metricsWith, tellByGroup, tellDaily } from './tables.ts';

export interface InsightsApiOptions {
  source: Source;
  plan?: Plan | undefined;
  /** Configured figures that no event holds. */
  figures?: Readonly<Record<string, number>> | undefined;
  /** Boards as `GET /api/insights/boards` lists them. */
  boards?: readonly unknown[];
  /** Milliseconds that a question may take. Default 30 000. */
  timeout?: number;
  /** The clock, in milliseconds. Default `Date.now`. */
  now?: () => number;
}

/** A page of a collector: it has the shape of `Mount` of `@pugmark/collector`. */
export interface ApiMount {
  path: string;
  fetch(request: Request): Promise<Response>;
}

/** A question is small. */
const MAX_BODY = 100_000;
const MAX_DAYS = 366;

/**
 * Questions over HTTP: `POST /api/insights/ask`, lists of metrics, funnels and boards, the month, and the paths that teams
 * know from their own dashboards.
 *
 * @example
 * const collector = await createCollector({ store, mounts: createInsightsApi({ source: store.source, plan }) });
 */
export function createInsightsApi(options: InsightsApiOptions): ApiMount[] {
  const { plan, boards = [] } = options;
  const answer = <Q extends Question>(question: Q, signal: AbortSignal) =>
    ask(question, options.source, { ...options, signal });
  const metricBy = (signal: AbortSignal) => async (question: MetricQuestion) =>
    (await answer(question, signal)) as MetricAnswer;

  const insights: Routes = {
    'POST ask': async ({ request, signal }) =>
      json(await answer((await readBody(request)) as Question, signal)),
    'GET metrics': () => json({ metrics: listMetrics(plan) }),
    'GET funnels': () => json({ funnels: listFunnels(plan) }),
    'GET boards': () => json({ boards }),
    'GET month': async ({ query, signal }) => {
      const timeZone = readZone(query, plan);
      const { summary, completeness } = await answerMonth(readMonth(query.get('month')), {
        ask: metricBy(signal),
        rangeOf: rangeOfMonth(timeZone),
        timeZone,
        language: readLanguage(query),
      });
      return json(summary, completeness);
    },
    'GET trend': async ({ query, signal }) => {
      const timeZone = readZone(query, plan);
      const range = { last: { days: readDays(query, 30) } };
      const names = Object.keys(plan?.metrics ?? {});
      return json(await tellDaily(names, { ask: metricBy(signal), range, timeZone }));
    },
    'GET agents': ({ query, signal }) => byGroup('agentId', query, signal),
    'GET tickets': async ({ query, signal }) => {
      const timeZone = readZone(query, plan);
      const range = rangeOfMonth(timeZone)(readMonth(query.get('month')));
      const names = metricsWith(required(plan), 'ticketId');
      return json(await tellDaily(names, { ask: metricBy(signal), range, timeZone }));
    },
  };

  async function byGroup(property: string, query: URLSearchParams, signal: AbortSignal): Promise<Response> {
    const timeZone = readZone(query, plan);
    const range = rangeOfMonth(timeZone)(readMonth(query.get('month')));
    const names = metricsWith(required(plan), property);
    const parts = { ask: metricBy(signal), range, timeZone, groupBy: { property } };
    const { rows, completeness } = await tellByGroup(names, parts);
    return json({
      [`${property.replace(/Id$/, '')}s`]: rows.map(({ group, ...row }) => ({ [property]: group, ...row })),
      completeness,
    });
  }

  const dashboard: Routes = {
    'GET stats': async ({ query, signal }) => {
      const timeZone = readZone(query, plan);
      const range = { last: { days: readDays(query, 7) } };
      const names = Object.keys(required(plan).metrics);
      return json(await tellDaily(names, { ask: metricBy(signal), range, timeZone }));
    },
    'GET funnel': async ({ query, signal }) => {
      const [first] = Object.keys(required(plan).funnels);
      const steps = query.get('name') ?? first;
      if (steps === undefined) throw new QuestionError('no_funnel', '', 'the plan has no funnel');
      const question: FunnelQuestion = {
        kind: 'funnel',
        steps,
        range: { last: { days: readDays(query, 7) } },
        timeZone: readZone(query, plan),
      };
      return json({ name: steps, ...(await answer(question, signal)) });
    },
  };

  return [toMount('/api/insights', insights), toMount('/api/admin/dashboard', dashboard)];
}

interface Asked {
  request: Request;
  query: URLSearchParams;
  signal: AbortSignal;
}

type Routes = Readonly<Record<string, (asked: Asked) => Promise<Response> | Response>>;

function toMount(path: string, routes: Routes): ApiMount {
  return {
    path,
    async fetch(request) {
      const url = new URL(request.url);
      // Behind a prefix the path stands at the end of what comes before it.
      const rest = url.pathname.slice(url.pathname.lastIndexOf(path) + path.length).replace(/^\/|\/$/g, '');
      const route = Object.hasOwn(routes, `${request.method} ${rest}`)
        ? routes[`${request.method} ${rest}`]
        : undefined;
      if (!route) return unknownRoute(path, rest, request.method, routes);
      try {
        return await route({ request, query: url.searchParams, signal: request.signal });
      } catch (error) {
        return toRefusal(error);
      }
    },
  };
}

function unknownRoute(path: string, rest: string, method: string, routes: Routes): Response {
  const known = Object.keys(routes);
  const other = known.find((route) => route.endsWith(` ${rest}`));
  if (other)
    return refuse(405, 'wrong_method', `${path}/${rest} takes ${other.split(' ')[0]}, not ${method}`);
  const names = known.map((route) => route.replace(' ', ` ${path}/`)).join(', ');
  return refuse(404, 'unknown_path', `there is ${names}`);
}

function toRefusal(error: unknown): Response {
  if (error instanceof QuestionError) {
    const { code, path, message } = error;
    return refuse(code === 'too_slow' ? 504 : 400, code, message, path);
  }
  if (error instanceof StoreUnavailableError) return refuse(503, error.code, error.message);
  throw error;
}

const refuse = (status: number, code: string, message: string, path?: string) =>
  Response.json({ error: { code, message, ...(path ? { path } : {}) } }, { status });

const json = (body: unknown, completeness?: Completeness) =>
  Response.json(body, {
    headers: {
      'cache-control': 'no-store',
      ...(completeness ? { 'pugmark-completeness': JSON.stringify(completeness) } : {}),
    },
  });

async function readBody(request: Request): Promise<unknown> {
  const reader = request.body?.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > MAX_BODY) {
      void reader?.cancel();
      throw new QuestionError('too_large', '', `a question has at most ${MAX_BODY} bytes`);
    }
    parts.push(part.value);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new QuestionError('bad_json', '', 'the body must be a question in JSON');
  }
}

function required(plan: Plan | undefined): Plan {
  if (plan) return plan;
  throw new QuestionError('no_plan', '', 'needs a tracking plan: start the server with --plan');
}

function readZone(query: URLSearchParams, plan: Plan | undefined): string {
  const timeZone = query.get('timeZone') ?? plan?.timeZone ?? 'UTC';
  if (isTimeZone(timeZone)) return timeZone;
  throw new QuestionError(
    'unknown_time_zone',
    'timeZone',
    `there is no time zone ${JSON.stringify(timeZone.slice(0, 80))}`,
  );
}

function readDays(query: URLSearchParams, otherwise: number): number {
  const text = query.get('days');
  if (text === null) return otherwise;
  if (/^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_DAYS) return Number(text);
  throw new QuestionError('bad_number', 'days', `must be a whole number from 1 to ${MAX_DAYS}`);
}

function readLanguage(query: URLSearchParams): Language {
  const language = query.get('language') ?? 'zh';
  const found = LANGUAGES.find((one) => one === language);
  if (found) return found;
  throw new QuestionError('unknown_word', 'language', `must be ${LANGUAGES.join(' or ')}`);
}

const rangeOfMonth =
  (timeZone: string) =>
  ({ year, month }: Month) => {
    const dayOf = (at: number) => Date.UTC(year, at, 1) / 86_400_000;
    return {
      from: startOfLocalDay(dayOf(month - 1), timeZone),
      to: startOfLocalDay(dayOf(month), timeZone),
    };
  };
