import { QuestionError } from '../model/errors.ts';
import type { Condition, Formula, Measure, Metric } from '../model/resolved.ts';
import { type Catalogue, nearest } from './catalogue.ts';
import { readFormula } from './formula.ts';
import { planMetric } from './plan-metric.ts';
import { narrow, type Referred, readReference } from './reference.ts';
import { type Fields, isFields, readWhole, refuseOthers, show } from './values.ts';

const KINDS = [
  'count',
  'unique',
  'sum',
  'avg',
  'min',
  'max',
  'quantile',
  'perPerson',
  'ratio',
  'ratioOfSums',
  'ratioOfUniques',
  'retention',
  'formula',
] as const;
type Kind = (typeof KINDS)[number];

/** Fields beside its kind that a metric may have. */
const MORE: Partial<Record<Kind, string[]>> = { quantile: ['q'], retention: ['days'], formula: ['metrics'] };
const MAX_MEASURES = 60;

/** A metric by its name in the plan, or in full. @param where Holds for every event that is counted. */
export function readMetric(
  value: unknown,
  path: string,
  catalogue: Catalogue,
  where: Condition | undefined,
): Metric {
  const measures: Measure[] = [];
  /** Formulas that are open. */
  let depth = 0;
  let isCumulative = false;
  /** Names on the way, so that none is made of itself. */
  const open: string[] = [];

  const add = (measure: Measure): Formula => {
    if (measures.length >= MAX_MEASURES)
      throw new QuestionError('metric_too_large', path, `is made of more than ${MAX_MEASURES} measures`);
    measures.push(measure);
    return { kind: 'measure', index: measures.length - 1 };
  };

  const named = (name: string, at: string): Formula => {
    const planned = planMetric(name, catalogue);
    if (!planned)
      throw new QuestionError(
        'unknown_metric',
        at,
        `there is no metric "${name.slice(0, 80)}"${nearest(name, Object.keys(catalogue.plan?.metrics ?? {}))}`,
      );
    if (open.includes(name))
      throw new QuestionError('metric_of_itself', at, `${[...open, name].join(' → ')} is made of itself`);
    open.push(name);
    const formula = read(planned, at);
    open.pop();
    return formula;
  };

  const read = (given: unknown, at: string): Formula => {
    if (typeof given === 'string') return named(given, at);
    if (!isFields(given))
      throw new QuestionError(
        'bad_metric',
        at,
        `must be a name or a metric such as { count: 'order_paid' }; it is ${show(given)}`,
      );
    const kinds = KINDS.filter((kind) => given[kind] !== undefined);
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1)
      throw new QuestionError('bad_metric', at, `needs one of ${KINDS.join(', ')}`);
    refuseOthers(
      given,
      [kind, ...(MORE[kind] ?? []), 'over', 'times', 'cumulative'],
      at,
      `a metric of kind ${kind}`,
    );
    if (given.cumulative === true) cumulate(at);
    return scale(ofKind(kind, given, at), given);
  };

  const scale = (formula: Formula, given: Fields): Formula => {
    const figure = (name: unknown): Formula => ({
      kind: 'constant',
      value: figureOf(String(name), catalogue) ?? null,
    });
    const divided: Formula =
      given.over === undefined ? formula : { kind: '/', left: formula, right: figure(given.over) };
    return given.times === undefined ? divided : { kind: '*', left: divided, right: figure(given.times) };
  };

  const refer = (given: unknown, at: string): Referred => {
    const referred = readReference(given, at, catalogue);
    return { ...referred, selection: narrow(referred.selection, where) };
  };
  const property = ({ property: name, name: event }: Referred, at: string): string => {
    if (name !== undefined) return name;
    throw new QuestionError(
      'reference_without_property',
      at,
      `needs ${event}.property: it works on the values of a property`,
    );
  };
  const quotient = (left: Formula, right: Formula): Formula => ({ kind: '/', left, right });
  const count = (of: Referred) => add({ kind: 'count', of: of.selection });
  const unique = (of: Referred) =>
    add(
      of.property === undefined
        ? { kind: 'persons', of: of.selection }
        : { kind: 'distinct', of: of.selection, property: of.property },
    );
  const ofNumbers = (kind: 'sum' | 'numbers' | 'min' | 'max', of: Referred, at: string) =>
    add({ kind, of: of.selection, property: property(of, at) });

  const pair = (given: unknown, at: string): [Referred, Referred] => {
    if (!Array.isArray(given) || given.length !== 2)
      throw new QuestionError('bad_metric', at, `needs a list of two references; it is ${show(given)}`);
    return [refer(given[0], `${at}[0]`), refer(given[1], `${at}[1]`)];
  };

  function ofKind(kind: Kind, given: Fields, path_: string): Formula {
    const at = `${path_}.${kind}`;
    const value_ = given[kind];
    switch (kind) {
      case 'count':
        return count(refer(value_, at));
      case 'unique':
        return unique(refer(value_, at));
      case 'sum':
      case 'min':
      case 'max':
        return ofNumbers(kind, refer(value_, at), at);
      case 'avg': {
        const of = refer(value_, at);
        return quotient(ofNumbers('sum', of, at), ofNumbers('numbers', of, at));
      }
      case 'quantile': {
        const of = refer(value_, at);
        const { q } = given;
        if (typeof q !== 'number' || !(q >= 0 && q <= 1))
          throw new QuestionError('bad_number', `${path_}.q`, `must be from 0 to 1; it is ${show(q)}`);
        return add({ kind, of: of.selection, property: property(of, at), q });
      }
      case 'perPerson': {
        const of = refer(value_, at);
        return quotient(count(of), add({ kind: 'persons', of: of.selection }));
      }
      case 'ratio': {
        const [above, below] = pair(value_, at);
        return quotient(count(above), count(below));
      }
      case 'ratioOfSums': {
        const [above, below] = pair(value_, at);
        return quotient(ofNumbers('sum', above, at), ofNumbers('sum', below, at));
      }
      case 'ratioOfUniques': {
        const [above, below] = pair(value_, at);
        return quotient(unique(above), unique(below));
      }
      case 'retention': {
        const [start, back] = pair(value_, at);
        const days = readWhole(given.days, `${path_}.days`, 0, 366);
        const parts = { start: start.selection, return: back.selection, days };
        return quotient(add({ kind: 'returned', ...parts }), add({ kind: 'cohort', ...parts }));
      }
      case 'formula':
        return ofFormula(value_, given.metrics, path_);
    }
  }

  function ofFormula(text: unknown, own: unknown, at: string): Formula {
    if (typeof text !== 'string' || text.length > 4000)
      throw new QuestionError('bad_formula', `${at}.formula`, `must be a text; it is ${show(text)}`);
    if (own !== undefined && !isFields(own))
      throw new QuestionError('bad_metric', `${at}.metrics`, `must be metrics by name; it is ${show(own)}`);
    depth++;
    const whole = readFormula(text, `${at}.formula`, (name) => {
      if (own && Object.hasOwn(own, name)) return read(own[name], `${at}.metrics.${name}`);
      if (planMetric(name, catalogue)) return named(name, `${at}.formula`);
      const figure = figureOf(name, catalogue);
      if (figure !== undefined) return { kind: 'constant', value: figure };
      // A figure that is not configured yet makes no figure, and no error; a wrong name does.
      if (isPlannedFigure(name, catalogue)) return { kind: 'constant', value: null };
      const known = [
        ...Object.keys(own ?? {}),
        ...Object.keys(catalogue.plan?.metrics ?? {}),
        ...Object.keys(catalogue.figures ?? {}),
      ];
      throw new QuestionError(
        'unknown_metric',
        `${at}.formula`,
        `there is no metric or figure "${name}"${nearest(name, known)}`,
      );
    });
    depth--;
    return whole;
  }

  function cumulate(at: string): void {
    if (depth > 0)
      throw new QuestionError('cumulative_in_formula', at, 'a cumulative metric cannot be part of a formula');
    isCumulative = true;
  }

  const formula = read(value, path);
  const unit = typeof value === 'string' ? catalogue.plan?.metrics[value]?.unit : undefined;
  return { measures, formula, unit, isCumulative };
}

/** `cost per human session` and `cost_per_human_session` are one figure. */
const normal = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '_');

function figureOf(name: string, { figures = {}, plan }: Catalogue): number | undefined {
  const wanted = normal(name);
  const configured = Object.entries(figures).find(([key]) => normal(key) === wanted)?.[1];
  if (typeof configured === 'number' && Number.isFinite(configured)) return configured;
  const planned = Object.entries(plan?.figures ?? {}).find(([key]) => normal(key) === wanted)?.[1];
  return planned?.value;
}

const isPlannedFigure = (name: string, { plan }: Catalogue): boolean =>
  Object.keys(plan?.figures ?? {}).some((key) => normal(key) === normal(name));
