import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { joinTemplates, refuseThisInAsync, shortenHelperCalls } from './transformers.js';

const HELPERS = readFileSync(new URL('./helpers.js', import.meta.url), 'utf8');
/** A call of a helper that `helpers.js` does not have: TypeScript names all of its own like this. */
const UNKNOWN_HELPER = /(?<![.\w])__(?!(?:assign|awaiter|generator)\b)\w+(?=\()/;

/**
 * ES5 by TypeScript, with our own helpers. Loops become loops over arrays, which tsconfig.es5.json proves them to be: those
 * over iterators would take a kilobyte more.
 *
 * @throws Error when the code needs what `helpers.js` does not have.
 */
export function transpile(code: string): string {
  const { outputText } = ts.transpileModule(HELPERS + code, {
    compilerOptions: {
      target: ts.ScriptTarget.ES5,
      module: ts.ModuleKind.ESNext,
      ignoreDeprecations: '6.0',
      noEmitHelpers: true,
    },
    transformers: { before: [refuseThisInAsync, joinTemplates], after: [shortenHelperCalls] },
  });
  const unknown = UNKNOWN_HELPER.exec(outputText);
  if (unknown) throw new Error(`the ES5 code calls ${unknown[0]}, which es5/helpers.js does not have`);
  return outputText;
}
