import { expect, it } from 'vitest';
import { masking } from './masking.js';

it('masks where Array.prototype.includes is gone', () => {
  const { includes } = Array.prototype;
  Object.assign(Array.prototype, { includes: undefined });
  let masked: unknown;
  try {
    masked = masking({ phone: 'phone' })({ phone: '13812345678' });
  } finally {
    Array.prototype.includes = includes;
  }
  expect(masked).toEqual({ phone: '***5678' });
});
it('masks each text of a list where a library gave arrays a toJSON', () => {
  const list = Array.prototype as { toJSON?: unknown };
  list.toJSON = function (this: unknown[]) {
    return `[${this.map((item) => JSON.stringify(item)).join(', ')}]`;
  };
  let masked: unknown;
  try {
    masked = masking({ tags: 'name' })({ tags: ['张三', '李四'] });
  } finally {
    delete list.toJSON;
  }
  expect(masked).toEqual({ tags: ['张**', '李**'] });
});
