import type { Metric, Plan, Property } from '../model/plan.js';
import { METRIC_KINDS } from '../model/words.js';
import type { Place } from '../scan/scan.js';

/** What the pages say of a property: name, type, required or not, words. */
export interface PropertyRow {
  name: string;
  type: string;
  /** The allowed values, where the type is a list of them. */
  values?: string[];
  required: string;
  about: string;
}

export function propertyRows(properties: Record<string, Property>): PropertyRow[] {
  return Object.entries(properties).map(([name, property]) => ({
    name,
    type: typeText(property),
    ...(property.enum && { values: property.enum.map(String) }),
    required: property.required ? 'required' : 'optional',
    about: [
      property.description,
      property.pii && `personal data: ${property.pii}`,
      property.example !== undefined && `example: ${JSON.stringify(property.example)}`,
    ]
      .filter(Boolean)
      .join('; '),
  }));
}

/** `ratio: order_paid, order_created`, `retention: visit, visit, days 7` */
export function metricText({
  kind,
  references,
  formula,
  cumulative,
  unit,
  over,
  times,
  ...numbers
}: Metric): string {
  const fields = METRIC_KINDS[kind].fields.map((field) => `${field} ${numbers[field]}`);
  return [
    `${kind}: ${[...(formula === undefined ? [] : [formula]), ...references.map(({ text }) => text), ...fields].join(', ')}`,
    cumulative && 'of all time',
    over !== undefined && `over ${over}`,
    times !== undefined && `times ${times}`,
    unit !== undefined && `in ${unit}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The metrics and funnels that use an event. */
export function usesOf(plan: Plan, event: string): string[] {
  const metrics = Object.entries(plan.metrics).filter(([, { references }]) =>
    references.some((reference) => reference.event === event),
  );
  const funnels = Object.entries(plan.funnels).filter(([, { steps }]) =>
    steps.some((step) => step.event === event),
  );
  return [...metrics, ...funnels].map(([name]) => name);
}

function typeText({ type, enum: allowed, format, items }: Property): string {
  if (allowed) return allowed.map((value) => JSON.stringify(value)).join(' | ');
  if (items) return `${type} of ${items}`;
  return format ? `${type}, ${format}` : type;
}

/** Where each event is fired, as a scan of the code found it. */
export type Fired = Readonly<Record<string, readonly Place[]>>;

/** `src/pay.ts:12, src/cart.ts:7`; undefined when the code was not scanned. */
export function firedText(fired: Fired | undefined, plan: Plan, event: string): string | undefined {
  const sdk = plan.events[event]?.builtin ? ['the SDK'] : [];
  const places = fired?.[event]?.map(({ file, line }) => `${file}:${line}`) ?? [];
  if (sdk.length + places.length > 0) return [...sdk, ...places].join(', ');
  return fired && 'nowhere in the code';
}
