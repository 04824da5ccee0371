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

/** What a kind of metric may need beside its references: whole numbers from 1. */
export const METRIC_FIELDS = { days: 'Days between the first event and the second.' } as const;
export type MetricField = keyof typeof METRIC_FIELDS;

interface KindOfMetric {
  /** How it is written: one reference, or a list of two. */
  references: 1 | 2;
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
  ratio: { references: 2, property: 'never', fields: [] },
  ratioOfSums: { references: 2, property: 'always', fields: [] },
  ratioOfUniques: { references: 2, property: 'optional', fields: [] },
  retention: { references: 2, property: 'never', fields: ['days'] },
} as const satisfies Record<string, KindOfMetric>;

export type PropertyType = (typeof TYPES)[number];
export type BuiltinSet = (typeof BUILTIN_SETS)[number];
export type Format = (typeof FORMATS)[number];
export type PiiKind = (typeof PII_KINDS)[number];
export type { Priority };
export type MetricKind = keyof typeof METRIC_KINDS;

export const NAME_PATTERN = '^[A-Za-z][A-Za-z0-9_]*$';
/** How a property is written in one word: its type, with `?` when it may be missing. */
export const SHORTHAND_PATTERN = `^(${TYPES.join('|')})\\??$`;
