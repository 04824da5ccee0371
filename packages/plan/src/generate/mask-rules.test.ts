import { masking } from '@pugmark/core';
import { expect, it } from 'vitest';
import { readPlan } from '../format/read-plan.ts';
import { definePlan } from '../types/define-plan.ts';
import { maskRules } from './mask-rules.ts';
import { typesFile } from './types-file.ts';

const source = definePlan({
  version: 1,
  name: 'shop',
  common: { mobile: { type: 'string', pii: 'phone' } },
  events: {
    order_paid: {
      properties: { mail: { type: 'string', pii: 'email' }, method: ['cash'], amount: 'number' },
    },
    page_left: {},
  },
});
const rules = { mobile: 'phone', mail: 'email' };

it('masks what the plan marks, of a plan in code and of one that was read', () => {
  expect(maskRules(source)).toEqual(rules);
  expect(maskRules(readPlan(source).plan)).toEqual(rules);
  expect(masking(maskRules(source))({ mobile: '13800138000', amount: 1 })).toEqual({
    mobile: '***8000',
    amount: 1,
  });
});

it('writes the rules into the generated file, only where there are some', () => {
  const text = typesFile(readPlan(source).plan, 'shop.yaml');
  expect(text).toContain("export const MASK_RULES = {\n  mobile: 'phone',\n  mail: 'email',\n} as const;");
  const without = readPlan({ version: 1, name: 'x', events: { a_b: {} } }).plan;
  expect(typesFile(without, 'x.yaml')).not.toContain('MASK_RULES');
});
