import { FACTS } from '@pugmark/plan';
import { QuestionError } from '../model/errors.ts';
import { FIELDS, type Operand } from '../model/question.ts';
import { type Catalogue, nearest } from './catalogue.ts';
import { type Fields, readName, show } from './values.ts';

const KINDS = ['property', 'fact', 'field'] as const;

export function readOperand(fields: Fields, path: string, catalogue: Catalogue): Operand {
  const kinds = KINDS.filter((kind) => fields[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    throw new QuestionError('bad_operand', path, 'needs one of property, fact, field');
  const name = readName(fields[kind], `${path}.${kind}`);
  if (kind === 'property') {
    checkProperty(name, `${path}.property`, catalogue);
    return { property: name };
  }
  const known = kind === 'fact' ? FACTS : FIELDS;
  if (!known.includes(name as never))
    throw new QuestionError(
      `unknown_${kind}`,
      `${path}.${kind}`,
      `there is no ${kind} ${show(name)}${nearest(name, known)}`,
    );
  return (kind === 'fact' ? { fact: name } : { field: name }) as Operand;
}

/** A plan knows all properties, but those of events that take any. */
function checkProperty(name: string, path: string, { plan }: Catalogue): void {
  if (!plan || Object.values(plan.events).some(({ open }) => open)) return;
  const known = new Set(Object.keys(plan.common));
  for (const event of Object.values(plan.events))
    for (const property of Object.keys(event.properties)) known.add(property);
  // Of `user_identify` and `user_update`, which trackers track by themselves, a plan knows nothing.
  if (known.has(name) || name === 'profile' || name === 'tags' || name === 'groups') return;
  throw new QuestionError(
    'unknown_property',
    path,
    `no event of the plan has a property ${show(name)}${nearest(name, [...known])}`,
  );
}
