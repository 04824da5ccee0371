import type { Plan } from '@pugmark/plan';
import type { Source, SqlReader, StoredEvent } from '@pugmark/store';
import type {
  Answered,
  AnswerTo,
  FunnelAnswer,
  MetricAnswer,
  PathsAnswer,
  RetentionAnswer,
} from './model/answer.ts';
import { QuestionError } from './model/errors.ts';
import type { FunnelQuestion, Question } from './model/question.ts';
import type { ResolvedQuestion, Span } from './model/resolved.ts';
import { readQuestion } from './read/question.ts';
import { toCompleteness } from './scan/completeness.ts';
import { scanFunnel, scanReached } from './scan/funnel.ts';
import { scanMetric } from './scan/metric.ts';
import { scanPaths } from './scan/paths.ts';
import { orderWithPersons } from './scan/persons.ts';
import { scanRetention } from './scan/retention.ts';
import { askCompleteness } from './sql/completeness.ts';
import { askFunnel, askReached } from './sql/funnel.ts';
import { askMetric } from './sql/metric.ts';
import { askPaths } from './sql/paths.ts';
import { askRetention } from './sql/retention.ts';
import { createRun, type Run } from './sql/run.ts';

export interface AskOptions {
  /** Names metrics, funnels, events and properties; without one, events are taken as they come. */
  plan?: Plan | undefined;
  /** Configured figures that no event holds, such as `{ cost_per_human_session: 10 }`. */
  figures?: Readonly<Record<string, number>> | undefined;
  /** Milliseconds that a question may take. Default 30 000. */
  timeout?: number;
  signal?: AbortSignal;
  /** The clock, in milliseconds. Default `Date.now`. */
  now?: () => number;
}

const TIMEOUT = 30_000;
/** An answer about a time that is over changes only by what arrives late; one about today grows. */
const FRESH = { past: 60_000, present: 5000 };
const FIRST = new Date(-62_135_596_800_000);
const LAST = new Date(8.64e15);

/**
 * Answers a question over what was collected.
 *
 * @throws QuestionError when the question makes no sense, or took too long.
 * @example
 * const { series } = await ask(
 *   { kind: 'metric', metric: { count: 'order_paid' }, range: { last: { days: 7 } }, interval: 'day' },
 *   store.source,
 * );
 */
export async function ask<const Q extends Question>(
  question: Q,
  source: Source,
  options: AskOptions = {},
): Promise<AnswerTo<Q>> {
  const { plan, figures, timeout = TIMEOUT, signal, now = Date.now } = options;
  const computedAt = now();
  const resolved = readQuestion(question, { plan, figures }, computedAt);
  const statements: string[] = [];
  const found =
    'sql' in source
      ? await askDatabase(resolved, source.sql, {
          timeout,
          signal,
          onStatement: (text) => statements.push(text),
        })
      : await scan(resolved, source);
  const { to } = resolved.range;
  const answered: Omit<Answered, 'completeness'> = {
    computedAt: new Date(computedAt).toISOString(),
    freshUntil: new Date(computedAt + (to <= computedAt ? FRESH.past : FRESH.present)).toISOString(),
    ...(question.sql === true && { sql: statements }),
  };
  return { ...found, ...answered } as AnswerTo<Q>;
}

/**
 * Who got how far in a funnel: the subjects that took its first step, and how many steps each has reached.
 *
 * @throws QuestionError when the question makes no sense, or took too long.
 */
export async function listReached(
  question: FunnelQuestion,
  source: Source,
  { plan, figures, timeout = TIMEOUT, signal, now = Date.now }: AskOptions = {},
): Promise<{ subject: string; steps: number }[]> {
  const resolved = readQuestion(question, { plan, figures }, now());
  if (resolved.kind !== 'funnel') throw new QuestionError('bad_question', 'kind', 'must be funnel');
  return 'sql' in source
    ? askReached(resolved, createRun(source.sql, { timeout, signal, onStatement() {} }))
    : scanReached(resolved, orderWithPersons(await arrivedIn(source)));
}

type Found = Body & Pick<Answered, 'completeness'>;
type Body =
  | Pick<MetricAnswer, 'series' | 'unit'>
  | Pick<FunnelAnswer, 'groups'>
  | Pick<RetentionAnswer, 'cohorts'>
  | Pick<PathsAnswer, 'links'>;

async function askDatabase(
  question: ResolvedQuestion,
  reader: SqlReader,
  options: { timeout: number; signal: AbortSignal | undefined; onStatement(text: string): void },
): Promise<Found> {
  const run = createRun(reader, options);
  const body = await askParts(question, run);
  return { ...body, completeness: await askCompleteness(question.range, run) };
}

async function askParts(question: ResolvedQuestion, run: Run): Promise<Body> {
  switch (question.kind) {
    case 'metric':
      return { series: await askMetric(question, run), ...unitOf(question) };
    case 'funnel':
      return { groups: await askFunnel(question, run) };
    case 'retention':
      return { cohorts: await askRetention(question, run) };
    case 'paths':
      return { links: await askPaths(question, run) };
  }
}

const unitOf = ({ metric: { unit } }: Extract<ResolvedQuestion, { kind: 'metric' }>) =>
  unit === undefined ? {} : { unit };

async function scan(question: ResolvedQuestion, source: Exclude<Source, { sql: SqlReader }>): Promise<Found> {
  const arrived = await arrivedIn(source);
  const events = orderWithPersons(arrived);
  const streams = streamsIn(arrived, question.range);
  const completeness = toCompleteness((await source.accounts?.(streams)) ?? []);
  switch (question.kind) {
    case 'metric':
      return { series: scanMetric(question, events), ...unitOf(question), completeness };
    case 'funnel':
      return { groups: scanFunnel(question, events), completeness };
    case 'retention':
      return { cohorts: scanRetention(question, events), completeness };
    case 'paths':
      return { links: scanPaths(question, events), completeness };
  }
}

/** All of them: who a person is, and when it began, may be told by events beyond a range. */
async function arrivedIn(source: Exclude<Source, { sql: SqlReader }>): Promise<StoredEvent[]> {
  const arrived: StoredEvent[] = [];
  for await (const event of source.scan(FIRST, LAST)) arrived.push(event);
  return arrived;
}

function streamsIn(events: readonly StoredEvent[], { from, to }: Span): Set<string> {
  const streams = new Set<string>();
  for (const { streamId, eventTime } of events) {
    const time = Date.parse(eventTime);
    if (streamId !== undefined && time >= from && time < to) streams.add(streamId);
  }
  return streams;
}
