import ts from 'typescript';
import { joinTemplates, refuseAsync } from './transformers.js';

/** What the shipped code may hold: `ES5` for every device, `ES2017` for apps that support no older one. */
export type Target = 'ES5' | 'ES2017';

/** `{ ...a, ...b }`, as both targets write it. */
const HELPERS = 'var __assign = Object.assign;\n';
/** A call of a helper that is not there: TypeScript names all of its own like this. */
const UNKNOWN_HELPER = /(?<![.\w])__(?!assign\b)\w+(?=\()/;

/**
 * Lowered by TypeScript, with our own helper. Loops become loops over arrays, which tsconfig.es5.json proves them to be:
 * those over iterators would take a kilobyte more.
 *
 * @throws Error when ES5 code needs what would take a helper: an async function, a generator, a rest of an object.
 */
export function transpile(code: string, target: Target): string {
  const { outputText } = ts.transpileModule(HELPERS + code, {
    compilerOptions: {
      target: ts.ScriptTarget[target],
      module: ts.ModuleKind.ESNext,
      ignoreDeprecations: '6.0',
      noEmitHelpers: true,
    },
    transformers: { before: target === 'ES5' ? [refuseAsync, joinTemplates] : [] },
  });
  const unknown = UNKNOWN_HELPER.exec(outputText);
  if (unknown) throw new Error(`the ${target} code calls ${unknown[0]}, for which there is no helper`);
  return outputText;
}
