import { minify } from 'terser';
import { defineConfig } from 'tsup';
import ts from 'typescript';

/** Properties that only this bundle sees: shortened. None may be a name of the platform's, the wire's or the API. */
const INTERNAL = `
  append begin bytes clock commit deadline drop emit exit facts forget insert isAway isBusy isGone isLive
  isStored leave lifecycle load logger own poke rank ready records release report retryAfter
  sendOnExit settings spill stop store take tell told touch tracker user
`
  .trim()
  .split(/\s+/);

/**
 * Taro compiles only the app's own sources: whatever is shipped here runs as it is, on every device. Loops become loops
 * over arrays, which tsconfig.es5.json proves them to be: those over iterators would take a kilobyte more.
 */
async function toEs5(code: string, isModule: boolean): Promise<string> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES5,
      module: ts.ModuleKind.ESNext,
      ignoreDeprecations: '6.0',
    },
  });
  const { code: small } = await minify(outputText, {
    ecma: 5,
    module: isModule,
    toplevel: true,
    compress: { passes: 3, pure_getters: true, keep_fargs: false, reduce_funcs: false },
    format: { comments: /@__PURE__/ },
    ...(isModule ? {} : { mangle: { toplevel: true } }),
  });
  return small ?? outputText;
}

export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  target: 'es2020',
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  clean: true,
  treeshake: true,
  noExternal: ['@pugmark/core'],
  esbuildOptions(options) {
    options.mangleProps = new RegExp(`^(${INTERNAL.join('|')})$`);
  },
  plugins: [
    {
      name: 'es5',
      async renderChunk(code, { path }) {
        if (!/\.c?js$/.test(path)) return undefined;
        return { code: await toEs5(code, !path.endsWith('.cjs')) };
      },
    },
  ],
});
