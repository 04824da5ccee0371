import type { Property } from '../model/plan.js';
import type { Path } from '../model/problem.js';
import type { PropertyType } from '../model/words.js';
import type { Change } from './change.js';

type Properties = Record<string, Property>;

export function compareProperties(before: Properties, after: Properties, path: Path): Change[] {
  return Object.keys({ ...before, ...after }).flatMap((name): Change[] => {
    const at = [...path, name];
    const [old, now] = [before[name], after[name]];
    if (!now)
      return [{ breaking: true, code: 'property_removed', path: at, message: 'the property is removed' }];
    if (old) return compareProperty(old, now, at);
    return now.required
      ? [{ breaking: true, code: 'newly_required', path: at, message: 'the property is new and required' }]
      : [{ breaking: false, code: 'property_added', path: at, message: 'the property is new' }];
  });
}

function compareProperty(before: Property, after: Property, path: Path): Change[] {
  const changes: Change[] = [];
  const add = (breaking: boolean, code: string, message: string) =>
    changes.push({ breaking, code, path, message });

  if (after.required && !before.required) add(true, 'newly_required', 'is required now');
  if (before.required && !after.required) add(false, 'now_optional', 'may be missing now');
  if (before.type !== after.type) {
    const narrowed = !isWider(before.type, after.type);
    add(narrowed, narrowed ? 'type_narrowed' : 'type_widened', `type ${before.type} → ${after.type}`);
  }
  if (before.format !== after.format)
    add(
      after.format !== undefined,
      after.format ? 'type_narrowed' : 'type_widened',
      `format ${before.format ?? 'none'} → ${after.format ?? 'none'}`,
    );
  if (before.items !== after.items) {
    const narrowed = after.items !== undefined && !(before.items && isWider(before.items, after.items));
    add(
      narrowed,
      narrowed ? 'type_narrowed' : 'type_widened',
      `items ${before.items ?? 'any'} → ${after.items ?? 'any'}`,
    );
  }
  changes.push(...compareEnums(before, after, path));
  if (before.pii !== after.pii)
    add(false, 'pii_changed', `pii ${before.pii ?? 'none'} → ${after.pii ?? 'none'}`);
  if (before.description !== after.description) add(false, 'description_changed', 'is described differently');
  return changes;
}

function compareEnums({ enum: before }: Property, { enum: after }: Property, path: Path): Change[] {
  if (!after)
    return before ? [{ breaking: false, code: 'type_widened', path, message: 'takes any value now' }] : [];
  if (!before)
    return [{ breaking: true, code: 'type_narrowed', path, message: `takes only ${after.join(', ')} now` }];
  const removed = before.filter((value) => !after.includes(value));
  const added = after.filter((value) => !before.includes(value));
  return [
    ...(removed.length > 0
      ? [
          {
            breaking: true,
            code: 'type_narrowed',
            path,
            message: `does not take ${removed.join(', ')} any more`,
          },
        ]
      : []),
    ...(added.length > 0
      ? [{ breaking: false, code: 'type_widened', path, message: `takes ${added.join(', ')} as well` }]
      : []),
  ];
}

function isWider(before: PropertyType, after: PropertyType): boolean {
  return before === 'integer' && after === 'number';
}
