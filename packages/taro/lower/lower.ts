import { minify } from 'terser';
import { type Target, transpile } from './transpile.js';

/** Taro compiles only the app's own sources: whatever is shipped here runs as it is, on every device of its target. */
export async function lower(code: string, target: Target, isModule: boolean): Promise<string> {
  const lowered = transpile(code, target);
  const { code: small } = await minify(lowered, {
    ecma: target === 'ES5' ? 5 : 2017,
    module: isModule,
    toplevel: true,
    compress: { passes: 4, pure_getters: true, keep_fargs: false, unsafe_arrows: target !== 'ES5' },
    format: { comments: /@__PURE__/ },
    ...(isModule ? {} : { mangle: { toplevel: true } }),
  });
  return small ?? lowered;
}
