import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import vm from 'node:vm';

/**
 * Loads the app's files as a platform does: each in a function, with ECMAScript's builtins and the given globals only.
 */
export function createModules(globals: Record<string, unknown>): (file: string) => unknown {
  const context = vm.createContext(globals);
  const modules = new Map<string, { exports: unknown }>();
  const load = (file: string): unknown => {
    const found = modules.get(file);
    if (found) return found.exports;
    const module = { exports: {} as unknown };
    modules.set(file, module);
    const wrapper = vm.runInContext(
      `(function(require,module,exports){${readFileSync(file, 'utf8')}\n})`,
      context,
      { filename: file },
    );
    wrapper(
      (name: string) => load(join(dirname(file), name.endsWith('.js') ? name : `${name}.js`)),
      module,
      module.exports,
    );
    return module.exports;
  };
  return load;
}
