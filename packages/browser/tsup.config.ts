import { defineConfig, type Options } from 'tsup';

/**
 * Properties that only this bundle sees: shortened, since every byte is paid by the visitor. None of them may be a
 * name of the platform's, of the wire's or of the public API; the end-to-end tests run on the result.
 */
const INTERNAL = `
  append begin bytes clock commit deadline drop emit exit facts forget gather hide insert isAway isBusy isGone isLive
  isStored leave lifecycle load logger own page poke random rank read ready records release remove report requests retryAfter
  sendOnExit settings shared spill start stop store tailBytes take tell timer told touch tracker url user value write writeFields
`
  .trim()
  .split(/\s+/);

const small: Options = {
  target: 'es2020',
  treeshake: true,
  // The engine is built in, so that its internal names can be shortened with ours.
  noExternal: ['@pugmark/core'],
  minify: 'terser',
  terserOptions: {
    ecma: 2020,
    module: true,
    compress: { passes: 4, unsafe_arrows: true, pure_getters: true, keep_fargs: false, reduce_funcs: false },
    format: { comments: /@__PURE__/ },
  },
  esbuildOptions(options) {
    options.mangleProps = new RegExp(`^(${INTERNAL.join('|')})$`);
  },
};

export default defineConfig([
  {
    ...small,
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
    clean: true,
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
