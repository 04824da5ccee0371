/** The words of the plan format, once: the reader, the JSON Schema of plan files and the types are made from them. */
export const TYPES = ['string', 'integer', 'number', 'boolean', 'array', 'object'] as const;
export const FORMATS = ['date-time', 'date', 'uuid', 'email', 'uri', 'semver'] as const;
export const PII_KINDS = ['phone', 'nationalId', 'address', 'email', 'name'] as const;
export const PRIORITIES = ['P0', 'P1', 'P2'] as const;

/** How each kind of metric is written: one reference, or two. `property` asks for `event.property`. */
export const METRIC_KINDS = {
  count: { references: 1, property: 'never' },
  unique: { references: 1, property: 'optional' },
  sum: { references: 1, property: 'always' },
  avg: { references: 1, property: 'always' },
  ratio: { references: 2, property: 'never' },
  ratioOfSums: { references: 2, property: 'always' },
  ratioOfUniques: { references: 2, property: 'optional' },
  retention: { references: 2, property: 'never' },
} as const;

export type PropertyType = (typeof TYPES)[number];
export type Format = (typeof FORMATS)[number];
export type PiiKind = (typeof PII_KINDS)[number];
export type Priority = (typeof PRIORITIES)[number];
export type MetricKind = keyof typeof METRIC_KINDS;

export const NAME_PATTERN = '^[A-Za-z][A-Za-z0-9_]*$';
/** How a property is written in one word: its type, with `?` when it may be missing. */
export const SHORTHAND_PATTERN = `^(${TYPES.join('|')})\\??$`;
