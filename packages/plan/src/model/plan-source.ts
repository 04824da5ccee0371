import type {
  BuiltinSet,
  DurationUnit,
  Format,
  FunnelOrder,
  METRIC_KINDS,
  MetricKind,
  OperandKind,
  PiiKind,
  Priority,
  PropertyType,
  Subject,
} from './words.js';

export type Scalar = string | number | boolean;

/** What `definePlan` takes and what a plan file holds. */
export interface PlanSource {
  /** Of the plan, not of the format: raise it when the plan changes. */
  readonly version: number | string;
  readonly name: string;
  readonly description?: string;
  readonly platforms?: readonly string[];
  /** An IANA name, such as `Asia/Shanghai`: decides which day an event belongs to. Default: UTC. */
  readonly timeZone?: string;
  /** Adds the events that our trackers track by themselves. An event of the same name adds to theirs. */
  readonly extends?: BuiltinSet | readonly BuiltinSet[];
  /** Fields of every event: registered properties, or fields of the event itself, such as `deviceId`. */
  readonly common?: Readonly<Record<string, PropertySource>>;
  readonly events: Readonly<Record<string, EventSource>>;
  readonly metrics?: Readonly<Record<string, MetricSource>>;
  readonly funnels?: Readonly<Record<string, FunnelSource>>;
  /** Figures that no event holds, for formulas, `over` and `times`; `null` is told by whoever asks. */
  readonly figures?: Readonly<Record<string, FigureSource>>;
  /** Rules of data quality, in words. */
  readonly quality?: Readonly<Record<string, string>>;
}

export interface EventSource {
  readonly description?: string;
  /** When the event happens, in words. */
  readonly trigger?: string;
  readonly priority?: Priority;
  readonly owner?: string;
  readonly group?: string;
  readonly properties?: Readonly<Record<string, PropertySource>>;
}

/** `string`, `string?` (may be missing), the list of allowed values, or all in full. */
export type PropertySource = PropertyType | `${PropertyType}?` | readonly Scalar[] | PropertyDetails;

export interface PropertyDetails {
  readonly type: PropertyType;
  readonly description?: string;
  /** Default: true. */
  readonly required?: boolean;
  readonly enum?: readonly Scalar[];
  /** Of strings. */
  readonly format?: Format;
  /** The type of the items of an array. */
  readonly items?: PropertyType;
  readonly example?: unknown;
  /** What kind of personal data it is. */
  readonly pii?: PiiKind;
}

export type FigureSource =
  | number
  | null
  | { readonly value?: number; readonly unit?: string; readonly description?: string };

interface MetricWords {
  readonly description?: string;
  /** Counts all that came before as well: all users that there are, and not those of a day. */
  readonly cumulative?: boolean;
  /** What it is told in, such as `min` or `¥`. */
  readonly unit?: string;
  /** Divided by, or multiplied with, a figure that no event holds, in words. */
  readonly over?: string;
  readonly times?: string;
}

type MetricOfKind<Kind extends MetricKind> = {
  readonly [Name in Kind]: (typeof METRIC_KINDS)[Name]['references'] extends 2
    ? readonly [string, string]
    : string;
} & { readonly [Field in (typeof METRIC_KINDS)[Kind]['fields'][number]]: number };

/**
 * A reference is `event`, `event.property`, either with ` where property = value`. A formula has names of metrics and
 * figures, numbers, `+ - * /` and brackets.
 */
export type MetricSource = MetricWords & { [Kind in MetricKind]: MetricOfKind<Kind> }[MetricKind];

export type FunnelSource =
  | readonly string[]
  | {
      readonly description?: string;
      readonly steps: readonly string[];
      /** Within which all steps must be taken. Default: 24 hours. */
      readonly window?: { readonly [Unit in DurationUnit]?: number };
      /** Default `ordered`. */
      readonly order?: FunnelOrder;
      /** Default `person`. */
      readonly by?: Subject;
      /** Events that end an attempt. */
      readonly exclude?: readonly string[];
      /** Shows the funnel for each value of it. */
      readonly breakdown?: { readonly [Kind in OperandKind]?: string };
    };
