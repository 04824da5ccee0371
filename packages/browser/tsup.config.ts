import { defineConfig, type Options } from 'tsup';

/** The port between engine and adapter: both are in the bundle, and nobody else reads these names. */
const PORT =
  'sendOnExit|writeProperties|isCompressed|isLive|tailBytes|patience|gather|maxUnwrittenBytes|' +
  'retryAfter|fixed|writes|requests|own|queue';

const small: Options = {
  target: 'es2020',
  treeshake: true,
  // The engine is built in, so that its internal names can be shortened with ours.
  noExternal: ['@pugmark/core'],
  minify: 'terser',
  terserOptions: {
    ecma: 2020,
    module: true,
    compress: { passes: 6, unsafe_arrows: true, pure_getters: true, keep_fargs: false, reduce_funcs: false },
    format: { comments: /@__PURE__/ },
  },
  esbuildOptions(options) {
    // Names that only this bundle sees end in `_`: every byte is paid by the visitor.
    options.mangleProps = new RegExp(`_$|^(${PORT})$`);
    // Before terser: together they find more than either alone.
    options.minify = true;
  },
};

const CAPTURES = [
  'index',
  'page-views',
  'clicks',
  'forms',
  'exposure',
  'performance',
  'api-calls',
  'errors',
  'heartbeat',
].map((name) => `captures/${name}`);
/** Plugins that say who and where a visitor is. */
const VISITOR = ['context', 'cookieless', 'cross-domain', 'shared-cookie', 'web-view'].map(
  (name) => `visitor/${name}`,
);
const BINDINGS = ['bindings/react', 'bindings/vue'];
const DEVTOOLS = ['devtools/index'];

export default defineConfig([
  {
    ...small,
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    clean: true,
  },
  {
    // Each capture alone, and all of them; plugins about the visitor; the bindings of frameworks; what developers look at.
    ...small,
    entry: Object.fromEntries(
      [...CAPTURES, ...VISITOR, ...BINDINGS, ...DEVTOOLS].map((name) => [name, `src/${name}.ts`]),
    ),
    format: ['esm', 'cjs'],
    splitting: false,
    // The tracker of the page stays one.
    external: ['@pugmark/browser'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  },
  {
    // For a script tag: everything inside, nothing to install.
    ...small,
    entry: { pugmark: 'src/cdn.ts' },
    format: ['iife'],
    noExternal: [/.*/],
    outExtension: () => ({ js: '.iife.js' }),
  },
]);
