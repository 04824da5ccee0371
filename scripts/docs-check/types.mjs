import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Packages that an example may import, found as an application finds them: by their `exports`. */
const PACKAGES = ['browser', 'collector', 'core', 'node', 'plan', 'taro'];
/** Frameworks that an example may import, as the Node adapter has them for its tests. */
const FRAMEWORKS = ['@nestjs', 'fastify', 'hono'];

/** @type {import('typescript').CompilerOptions} */
const OPTIONS = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  strict: true,
  experimentalDecorators: true,
  exactOptionalPropertyTypes: true,
  allowJs: true,
  checkJs: true,
  skipLibCheck: true,
  noEmit: true,
};

/**
 * @param {string} root
 * @param {import('./page.mjs').Block[]} blocks
 */
export function checkTypes(root, blocks) {
  // Inside the project, so that its own modules are found; ignored by git.
  const folder = join(root, '.pugmark', `docs-check-${process.pid}`);
  try {
    const modules = join(folder, 'node_modules/@pugmark');
    mkdirSync(modules, { recursive: true });
    for (const name of PACKAGES) symlinkSync(join(root, 'packages', name), join(modules, name), 'junction');
    for (const name of FRAMEWORKS)
      symlinkSync(
        join(root, 'packages/node/node_modules', name),
        join(folder, 'node_modules', name),
        'junction',
      );
    const files = new Map(
      blocks.map((block, index) => {
        const file = join(folder, `block-${index}.${block.language}`);
        writeFileSync(file, block.code);
        return [file.replaceAll('\\', '/'), block];
      }),
    );
    const program = ts.createProgram([...files.keys()], OPTIONS);
    return ts.getPreEmitDiagnostics(program).map((diagnostic) => tell(diagnostic, files));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * @param {import('typescript').Diagnostic} diagnostic
 * @param {Map<string, import('./page.mjs').Block>} files
 */
function tell({ file, start, messageText }, files) {
  const message = ts.flattenDiagnosticMessageText(messageText, ' ');
  const block = file && files.get(file.fileName);
  if (!block) return `${file?.fileName ?? 'typescript'}: ${message}`;
  return `${block.path}:${block.line + file.getLineAndCharacterOfPosition(start ?? 0).line}: ${message}`;
}
