import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { transpile } from './transpile.js';

interface Env {
  log(what: unknown): void;
  /** Resolves with its argument. */
  ok(value: number): Promise<number>;
  /** Rejects with its argument as the message. */
  fail(value: number): Promise<never>;
  /** `true` at the first call, `false` at the next, and so on. */
  flip(): boolean;
}
type Program = (env: Env) => Promise<unknown>;

/** Statements of an async function; in a loop they may also leave it. */
const statements = fc.letrec<{ block: string; statement: string }>((tie) => ({
  block: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n')),
  statement: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc
      .nat(99)
      .chain((n) =>
        fc.constantFrom(
          `env.log(${n});`,
          `env.log(await env.ok(${n}));`,
          `await env.ok(${n});`,
          `await env.fail(${n});`,
          `if (env.flip()) throw new Error('${n}');`,
          `if (env.flip()) return ${n};`,
          `if (env.flip()) return await env.ok(${n});`,
        ),
      ),
    tie('block').map(
      (body) => `for (let i = 0; i < 3; i++) { if (env.flip()) continue; ${body} if (env.flip()) break; }`,
    ),
    fc
      .tuple(tie('block'), tie('block'))
      .map(([yes, no]) => `if (await env.ok(env.flip() ? 1 : 0)) { ${yes} } else { ${no} }`),
    fc
      .tuple(tie('block'), tie('block'))
      .map(([body, handler]) => `try { ${body} } catch (cause) { env.log(cause.message); ${handler} }`),
    fc.tuple(tie('block'), tie('block')).map(([body, last]) => `try { ${body} } finally { ${last} }`),
    fc
      .tuple(tie('block'), tie('block'), tie('block'))
      .map(([body, handler, last]) => `try { ${body} } catch { ${handler} } finally { ${last} }`),
  ),
})).block;

const load = (code: string): Program[] => {
  const exports: { programs: Program[] } = { programs: [] };
  new Function('exports', code)(exports);
  return exports.programs;
};

/** All that can be seen of a run. */
async function trace(program: Program): Promise<unknown[]> {
  const seen: unknown[] = [];
  let isOn = false;
  const env: Env = {
    log: (what) => seen.push(what),
    ok: async (value) => value,
    fail: (value) => Promise.reject(new Error(`${value}`)),
    flip() {
      isOn = !isOn;
      return isOn;
    },
  };
  await program(env).then(
    (value) => seen.push('returned', value),
    (cause: Error) => seen.push('threw', cause.message),
  );
  return seen;
}

describe('the ES5 form', () => {
  it('of an async function does what the function does, whatever it tries, catches, repeats and leaves', async () => {
    await fc.assert(
      fc.asyncProperty(statements, async (body) => {
        const source = `exports.programs = [async (env) => { ${body} }];`;
        const [[program], [compiled]] = [load(source), load(transpile(source))];
        expect(await trace(compiled as Program)).toEqual(await trace(program as Program));
      }),
      { numRuns: 150 },
    );
  });

  it('begins at once, before the first await', async () => {
    const [program] = load(transpile('exports.programs = [async (env) => { env.log(1); }];'));
    const seen: unknown[] = [];
    (program as Program)({ log: (what) => seen.push(what) } as Partial<Env> as Env);
    expect(seen).toEqual([1]);
  });

  it('joins templates and spreads objects as before', async () => {
    const source = `exports.programs = [async (env) => {
      const n = await env.ok(7);
      env.log(\`\${n}\${n}\`); env.log(\`a\${n + 1}b\${n > 1 ? 'c' : \`d\${n}\`}\`);
      env.log({ a: 1, ...{ a: 2, b: 3 }, ...undefined });
    }];`;
    const [compiled] = load(transpile(source));
    expect(await trace(compiled as Program)).toEqual(['77', 'a8bc', { a: 2, b: 3 }, 'returned', undefined]);
  });

  it('is refused where the helpers would not do', async () => {
    expect(() => transpile('exports.a = (...args) => f(1, ...args);')).toThrow('__spreadArray');
    expect(() => transpile('exports.a = ({ a, ...b }) => b;')).toThrow('__rest');
    expect(() => transpile('class A { #b; c() { return this.#b; } }')).toThrow('__classPrivateFieldGet');
    expect(() => transpile('exports.a = { async b() { return this.c; } };')).toThrow('`this`');
  });
});
