type Handlers = Record<string, unknown>;

/** A page on the stack, as `getCurrentPages` gives it. */
export interface Page extends Handlers {
  route: string;
  data: Record<string, unknown>;
}

/** A node of Taro's tree, as it reaches the platform through `setData`. */
export interface Node {
  /** Its kind, as the base template numbers it. */
  nn?: string;
  sid?: string;
  uid?: string;
  v?: string;
  cn?: Node[];
}

interface Navigation {
  url?: string;
  delta?: number;
  success?(answer: object): void;
  fail?(error: object): void;
  complete?(): void;
}

/**
 * The page stack and its routes.
 *
 * @param opening Handlers of a page that is opened, before `onShow`.
 * @param onChange Called after every change that a user would see.
 */
export function createPages(opening: string[], onChange: () => void, guard: (action: () => void) => void) {
  const definitions = new Map<string, Handlers>();
  const stack: Page[] = [];
  const top = () => stack[stack.length - 1];
  const call = (page: Page | undefined, name: string, ...args: unknown[]) => {
    const handler = page?.[name];
    return typeof handler === 'function' ? handler.apply(page, args) : undefined;
  };

  const open = (url: string) => {
    const [path = '', search = ''] = url.replace(/^\//, '').split('?');
    const definition = definitions.get(path);
    if (!definition) throw new Error(`page "${path}" is not found`);
    const page: Page = {
      ...definition,
      route: path,
      data: structuredClone((definition.data as object | undefined) ?? {}) as Record<string, unknown>,
      setData(changes: Record<string, unknown>, done?: () => void) {
        // Values cross to the renderer as JSON.
        for (const [key, value] of Object.entries(JSON.parse(JSON.stringify(changes))))
          merge(page.data, key, value);
        setImmediate(() => guard(() => done?.call(page)));
        onChange();
      },
    };
    stack.push(page);
    const query = Object.fromEntries(new URLSearchParams(search));
    for (const name of opening) call(page, name, query);
    call(page, 'onShow');
    call(page, 'onReady');
    onChange();
  };
  const close = (count: number) => {
    for (let index = 0; index < count; index++) call(stack.pop(), 'onUnload');
  };

  const routes: Record<string, (options: Navigation) => void> = {
    navigateTo({ url = '' }) {
      if (stack.length >= 10) throw new Error('webview count limit exceed');
      call(top(), 'onHide');
      open(url);
    },
    redirectTo({ url = '' }) {
      close(1);
      open(url);
    },
    reLaunch({ url = '' }) {
      close(stack.length);
      open(url);
    },
    navigateBack({ delta = 1 }) {
      close(Math.min(delta, stack.length - 1));
      call(top(), 'onShow');
      onChange();
    },
  };
  const api = Object.fromEntries(
    Object.entries(routes).map(([name, go]) => [
      name,
      (options: Navigation = {}) => {
        setImmediate(() =>
          guard(() => {
            try {
              go(options);
              options.success?.({ errMsg: `${name}:ok` });
            } catch (error) {
              options.fail?.({ errMsg: `${name}:fail ${(error as Error).message}` });
            }
            options.complete?.();
          }),
        );
      },
    ]),
  );

  /** Every node with those around it, innermost first. */
  const paths = (): Node[][] => {
    const walk = (node: Node, around: Node[]): Node[][] => {
      const path = [node, ...around];
      return [path, ...Object.values(node.cn ?? []).flatMap((child) => walk(child, path))];
    };
    return walk((top()?.data.root ?? {}) as Node, []);
  };
  return { definitions, stack, top, call, open, api, paths };
}

/** `root.cn.[0].v`: what is missing on the way is made. */
function merge(data: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean);
  let target = data as Record<string, unknown>;
  for (const [index, key] of keys.slice(0, -1).entries()) {
    target[key] ??= /^\d+$/.test(keys[index + 1] ?? '') ? [] : {};
    target = target[key] as Record<string, unknown>;
  }
  target[keys.at(-1) ?? ''] = value;
}
