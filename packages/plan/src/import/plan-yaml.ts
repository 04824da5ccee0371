import { Document, isMap, isScalar, visit } from 'yaml';
import type { PlanSource } from '../model/plan-source.js';

/** A plan as a file that people go on writing: a property on one line. */
export function planYaml(plan: PlanSource): string {
  const document = new Document(plan, { aliasDuplicateObjects: false });
  document.commentBefore = ' yaml-language-server: $schema=node_modules/@pugmark/plan/plan.schema.json';
  visit(document, {
    Pair: (_, pair) => {
      if (!isScalar(pair.key) || !isMap(pair.value)) return undefined;
      if (pair.key.value !== 'properties' && pair.key.value !== 'common') return undefined;
      for (const { value } of pair.value.items) if (isMap(value)) value.flow = true;
      return undefined;
    },
  });
  return document.toString({ lineWidth: 110, flowCollectionPadding: true });
}
