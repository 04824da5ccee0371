import { basename } from 'node:path';
import { type Fields, isMap } from '../model/value.js';
import { toEventName } from '../naming/event-name.js';
import { type Draft, originKey } from './draft.js';
import { createPointer, type Pointed } from './schema-pointer.js';
import { propertyOf } from './schema-property.js';

/** The fields by which an event names itself. */
const NAME_FIELDS = ['eventName', 'event_name', 'event', 'name', 'type'];
const DEFINITIONS = ['$defs', 'definitions'];

/** Reads the events of one file of JSON Schema: one event, a union of events, or definitions of events. */
export function importJsonSchema(root: unknown, file: string, draft: Draft): void {
  if (!isMap(root)) {
    draft.unmapped.push({ file, at: '#', message: 'is no schema of an object' });
    return;
  }
  const follow = createPointer(root);
  for (const found of eventsOf(root)) importEvent(follow(found), found.title, file, draft, follow);
}

interface Found extends Pointed {
  /** What the event is called when its schema does not say. */
  title?: string;
}

function eventsOf(root: Fields): Found[] {
  for (const key of root.properties === undefined ? ['oneOf', 'anyOf'] : [])
    if (Array.isArray(root[key]))
      return root[key].map((schema, index) => ({ schema, at: `#/${key}/${index}`, ...titleOfRef(schema) }));
  if (root.properties !== undefined || root.$ref !== undefined || root.allOf !== undefined)
    return [{ schema: root, at: '#' }];
  return DEFINITIONS.flatMap((key) =>
    Object.entries(isMap(root[key]) ? root[key] : {}).map(([title, schema]) => ({
      schema,
      at: `#/${key}/${title}`,
      title,
    })),
  );
}

function titleOfRef(schema: unknown): { title?: string } {
  const ref = isMap(schema) && typeof schema.$ref === 'string' ? schema.$ref : undefined;
  const title = ref?.split('/').at(-1);
  return title === undefined ? {} : { title };
}

function importEvent(
  { schema, at }: Pointed,
  title: string | undefined,
  file: string,
  draft: Draft,
  follow: (pointed: Pointed) => Pointed,
): void {
  const report = (where: string, message: string) => draft.unmapped.push({ file, at: where, message });
  if (!isMap(schema)) {
    report(at, 'left out: is no schema of an object');
    return;
  }
  const { fields, required } = joined({ schema, at }, follow, report);
  const named = [...fields].find(([field, { schema: inner }]) => NAME_FIELDS.includes(field) && only(inner));
  const given = (named && only(named[1].schema)) ?? schema.title ?? title ?? stemOf(file);
  const name = toEventName(String(given));
  if (name === undefined || Object.hasOwn(draft.events, name)) {
    report(
      at,
      name === undefined ? `left out: "${given}" is no name` : `left out: "${name}" is there already`,
    );
    return;
  }
  const envelope = fields.get('properties');
  const isEnvelope = envelope && isMap(envelope.schema) && isMap(envelope.schema.properties);
  const inside = isEnvelope ? joined(envelope, follow, report) : { fields, required };
  if (isEnvelope)
    for (const [field, { at: where }] of fields)
      if (field !== 'properties' && field !== named?.[0])
        report(
          where,
          `"${field}" stands beside the properties: the tracker fills it in, or add it to "common"`,
        );
  draft.origin.set(originKey(['events', name]), { file, at });
  const properties: Draft['common'] = {};
  for (const [field, pointed] of inside.fields) {
    if (!isEnvelope && field === named?.[0]) continue;
    draft.origin.set(originKey(['events', name, 'properties', field]), { file, at: pointed.at });
    const property = propertyOf(pointed, inside.required.has(field), report);
    if (property) properties[field] = property;
  }
  draft.events[name] = {
    ...(typeof schema.description === 'string' && { description: schema.description }),
    properties,
  };
}

/** The fields of an object, with those that `allOf` adds. */
function joined(
  { schema, at }: Pointed,
  follow: (pointed: Pointed) => Pointed,
  report: (where: string, message: string) => void,
): { fields: Map<string, Pointed>; required: Set<string> } {
  const fields = new Map<string, Pointed>();
  const required = new Set<string>();
  if (!isMap(schema)) return { fields, required };
  for (const key of ['if', 'oneOf', 'anyOf', 'patternProperties'])
    if (schema[key] !== undefined) report(at, `"${key}" has no counterpart in a plan`);
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  for (const [index, part] of parts.entries()) {
    const inner = joined(follow({ schema: part, at: `${at}/allOf/${index}` }), follow, report);
    for (const [field, pointed] of inner.fields) fields.set(field, pointed);
    for (const field of inner.required) required.add(field);
  }
  for (const [field, inner] of Object.entries(isMap(schema.properties) ? schema.properties : {}))
    fields.set(field, follow({ schema: inner, at: `${at}/properties/${field}` }));
  if (Array.isArray(schema.required)) for (const field of schema.required) required.add(String(field));
  return { fields, required };
}

/** The one text that a schema allows. */
function only(schema: unknown): string | undefined {
  if (!isMap(schema)) return undefined;
  const value = Array.isArray(schema.enum) && schema.enum.length === 1 ? schema.enum[0] : schema.const;
  return typeof value === 'string' ? value : undefined;
}

const stemOf = (file: string) => basename(file).replace(/(?:\.schema)?\.\w+$/, '');
