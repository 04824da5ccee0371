import { describe, expect, it } from 'vitest';
import { runNode } from './testing/process.ts';

const USE = `
  init({ apiUrl: 'http://127.0.0.1:9' });
  track('page_rendered', { on: 'server' });
  setUser('u-1');
  flush().then((result) => console.log('flushed', JSON.stringify(result)));
`;

describe('the built package on a server', () => {
  it.each([
    ['module', `import { init, track, setUser, flush } from '@pugmark/browser';`],
    ['commonjs', `const { init, track, setUser, flush } = require('@pugmark/browser');`],
  ])('does nothing and throws nothing, as %s', async (type, load) => {
    // Where the package is known by its published name.
    const program = runNode([`--input-type=${type}`, '-e', load + USE], { cwd: 'examples/web' });
    expect(await program.ended, program.output()).toBe(0);
    expect(program.output()).toMatch(/flushed .*"acknowledged":0,"queued":0/);
  });
});
