import { minify } from 'terser';
import { transpile } from './transpile.js';

/** Taro compiles only the app's own sources: whatever is shipped here runs as it is, on every device. */
export async function toEs5(code: string, isModule: boolean): Promise<string> {
  const es5 = transpile(code);
  const { code: small } = await minify(es5, {
    ecma: 5,
    module: isModule,
    toplevel: true,
    compress: { passes: 3, pure_getters: true, keep_fargs: false, reduce_funcs: false },
    format: { comments: /@__PURE__/ },
    ...(isModule ? {} : { mangle: { toplevel: true } }),
  });
  return small ?? es5;
}
