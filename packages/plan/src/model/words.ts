import type { MaskKind, Priority } from '@pugmark/core';
import { PRIORITIES as LOWEST_FIRST } from '@pugmark/core/vocabulary';

/** The words of the plan format, once: the reader, the JSON Schema of plan files and the types are made from them. */
export const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const;
export const FORMATS = ['date-time', 'date', 'uuid', 'email', 'uri', 'semver'] as const;
/** Whatever a plan marks the SDK can mask. */
export const PII_KINDS = [
  'phone',
  'nationalId',
  'address',
  'email',
  'name',
] as const satisfies readonly MaskKind[];
/** Highest first, as people list them. */
export const PRIORITIES: readonly Priority[] = [...LOWEST_FIRST].reverse();

/** Sets of events that a plan may extend: those that our trackers track by themselves on a platform. */
export const BUILTIN_SETS = ['pugmark/web', 'pugmark/taro', 'pugmark/node'] as const;

/** What a kind of metric may need beside its references: numbers. */
export const METRIC_FIELDS = {
  days: {
    description: 'Days between the first event and the second.',
    expects: 'a whole number',
    schema: { type: 'integer', minimum: 1 },
  },
  q: {
    description: 'Share of the values that lie below: 0.5 is the median.',
    expects: 'a number from 0 to 1',
    schema: { type: 'number', minimum: 0, maximum: 1 },
  },
} as const;
export type MetricField = keyof typeof METRIC_FIELDS;

/** How the steps of a funnel follow each other, whose steps they are, and how an order of time is counted. */
export const FUNNEL_ORDERS = ['ordered', 'strict', 'any'] as const;
export const SUBJECTS = ['person', 'device', 'session'] as const;
export const DURATION_UNITS = ['days', 'hours', 'minutes'] as const;
/** Where a value of an event stands. */
export const OPERANDS = ['property', 'fact', 'field'] as const;

interface KindOfMetric {
  /** How it is written: one reference, a list of two, or a formula over other metrics. */
  references: 0 | 1 | 2;
  /** Whether a reference is `event`, `event.property`, or either. */
  property: 'never' | 'optional' | 'always';
  /** What it needs besides. */
  fields: readonly MetricField[];
}

/** A new kind of metric is a row here; reader, schema, types and pages follow it. */
export const METRIC_KINDS = {
  count: { references: 1, property: 'never', fields: [] },
  unique: { references: 1, property: 'optional', fields: [] },
  sum: { references: 1, property: 'always', fields: [] },
  avg: { references: 1, property: 'always', fields: [] },
  min: { references: 1, property: 'always', fields: [] },
  max: { references: 1, property: 'always', fields: [] },
  quantile: { references: 1, property: 'always', fields: ['q'] },
  perPerson: { references: 1, property: 'never', fields: [] },
  ratio: { references: 2, property: 'never', fields: [] },
  ratioOfSums: { references: 2, property: 'always', fields: [] },
  ratioOfUniques: { references: 2, property: 'optional', fields: [] },
  retention: { references: 2, property: 'never', fields: ['days'] },
  formula: { references: 0, property: 'never', fields: [] },
} as const satisfies Record<string, KindOfMetric>;

export type PropertyType = (typeof TYPES)[number];
export type BuiltinSet = (typeof BUILTIN_SETS)[number];
export type Format = (typeof FORMATS)[number];
export type PiiKind = (typeof PII_KINDS)[number];
export type { Priority };
export type MetricKind = keyof typeof METRIC_KINDS;
export type FunnelOrder = (typeof FUNNEL_ORDERS)[number];
export type Subject = (typeof SUBJECTS)[number];
export type DurationUnit = (typeof DURATION_UNITS)[number];
export type OperandKind = (typeof OPERANDS)[number];

export const NAME_PATTERN = '^[A-Za-z][A-Za-z0-9_]*$';
/** How a property is written in one word: its type, with `?` when it may be missing. */
export const SHORTHAND_PATTERN = `^(${TYPES.join('|')})\\??$`;
