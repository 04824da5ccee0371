import { describe, expect, it } from 'vitest';
import { transpile } from './transpile.js';

const run = (code: string): unknown[] => {
  const seen: unknown[] = [];
  new Function('seen', code)(seen);
  return seen;
};

describe.each(['ES5', 'ES2017'] as const)('the %s form', (target) => {
  it('joins templates, spreads objects and walks through lists as the source does', () => {
    const source = `
      const n = 7;
      seen.push(\`\${n}\${n}\`, \`a\${n + 1}b\${n > 1 ? 'c' : \`d\${n}\`}\`);
      seen.push({ a: 1, ...{ a: 2, b: 3 }, ...undefined });
      for (const [first = 0] of [[1], []]) seen.push(first);`;
    expect(run(transpile(source, target))).toEqual(['77', 'a8bc', { a: 2, b: 3 }, 1, 0]);
  });

  it('is refused where there is no helper', () => {
    expect(() => transpile('exports.a = ({ a, ...b }) => b;', target)).toThrow('__rest');
  });
});

it('ES5 is refused for what takes a generator or a helper', () => {
  expect(() => transpile('exports.a = async () => {};', 'ES5')).toThrow('async');
  expect(() => transpile('exports.a = (...args) => f(1, ...args);', 'ES5')).toThrow('__spreadArray');
  expect(() => transpile('class A { #b; c() { return this.#b; } }', 'ES5')).toThrow('__classPrivateFieldGet');
});
