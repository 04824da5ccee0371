import type { Plan, Property } from '../model/plan.js';
import { FORMAT_CHECKS } from '../validate/formats.js';

export type JsonSchema = Record<string, unknown>;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** Standard JSON Schema of every event of the plan, as it is on the wire. */
export function eventSchemas(plan: Plan): Record<string, JsonSchema> {
  return Object.fromEntries(Object.keys(plan.events).map((name) => [name, eventSchema(plan, name)]));
}

/** Standard JSON Schema of one event, as it is on the wire. */
export function eventSchema(plan: Plan, name: string): JsonSchema {
  const event = Object.hasOwn(plan.events, name) ? plan.events[name] : undefined;
  if (!event) throw new Error(`The plan has no event "${name}"`);
  const own = event.properties;
  const common = Object.entries(plan.common).filter(([field]) => !Object.hasOwn(own, field));
  const about = event.description ?? event.trigger;
  return {
    $schema: DIALECT,
    title: name,
    ...(about !== undefined && { description: about }),
    type: 'object',
    required: ['eventName', 'properties'],
    properties: {
      eventName: { const: name },
      properties: {
        type: 'object',
        properties: {
          ...Object.fromEntries(common.map(([field, property]) => [field, valueSchema(property)])),
          ...Object.fromEntries(
            Object.entries(own).map(([field, property]) => [field, valueSchema(property)]),
          ),
        },
        required: Object.keys(own).filter((field) => own[field]?.required),
        additionalProperties: event.open === true,
      },
    },
    ...(common.length > 0 && { allOf: common.map(([field, property]) => elsewhere(field, property)) }),
  };
}

/** A common field that is not among the properties is a field of the event itself. */
function elsewhere(field: string, property: Property): JsonSchema {
  return {
    if: { properties: { properties: { required: [field] } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: true,
    else: {
      properties: { [field]: valueSchema(property) },
      ...(property.required && { required: [field] }),
    },
  };
}

function valueSchema({
  type,
  description,
  enum: allowed,
  format,
  items,
  example,
  pii,
}: Property): JsonSchema {
  return {
    type,
    ...(description !== undefined && { description }),
    ...(allowed && { enum: allowed }),
    // The standard has no such format.
    ...(format === 'semver' ? { pattern: FORMAT_CHECKS.semver.source } : format && { format }),
    ...(items && { items: { type: items } }),
    ...(example !== undefined && { examples: [example] }),
    ...(pii && { 'x-pii': pii }),
  };
}
