import { unique } from './collector.js';

type Sources = {
  gzip: typeof import('../gzip.js');
  index: typeof import('../index.js');
  ownership: typeof import('../ownership.js');
  send: typeof import('../send.js');
  store: typeof import('../store.js');
  'captures/index': typeof import('../captures/index.js');
  'devtools/index': typeof import('../devtools/index.js');
  'captures/forms': typeof import('../captures/forms.js');
  'visitor/context': typeof import('../visitor/context.js');
  'visitor/cookieless': typeof import('../visitor/cookieless.js');
  'visitor/cross-domain': typeof import('../visitor/cross-domain.js');
  'visitor/shared-cookie': typeof import('../visitor/shared-cookie.js');
  'visitor/web-view': typeof import('../visitor/web-view.js');
};

/** Imports a source of this package, anew in every frame. */
export type Load = <Name extends keyof Sources = 'index'>(name?: Name) => Promise<Sources[Name]>;

declare global {
  interface Window {
    /** What the page warned of. */
    warnings: string[];
    load: Load;
  }
}

export interface Frame {
  window: Window & typeof globalThis;
  /** Runs a function in the frame. Only `load` and the arguments are known there; all values are copied. */
  run<Args extends unknown[], T>(
    action: (load: Load, ...args: Args) => T,
    ...args: Args
  ): Promise<Awaited<T>>;
  warnings(): Promise<string[]>;
  /** The frame dies without a word. */
  remove(): void;
}

/** Opens a page of its own: other globals, other modules, other locks; the same storage, unless it is sandboxed. */
export async function openFrame(sandbox?: string): Promise<Frame> {
  const frame = document.createElement('iframe');
  if (sandbox !== undefined) frame.setAttribute('sandbox', sandbox);
  frame.src = '/__pugmark/page';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const target = frame.contentWindow as Frame['window'];

  const run: Frame['run'] = (action, ...args) =>
    new Promise((resolve, reject) => {
      const id = unique();
      const listen = ({ data }: MessageEvent) => {
        if (data?.id !== id) return;
        removeEventListener('message', listen);
        if ('error' in data) reject(new Error(data.error));
        else resolve(data.value);
      };
      addEventListener('message', listen);
      target.postMessage({ id, source: action.toString(), args }, '*');
    });

  return {
    window: target,
    run,
    warnings: () => run(() => window.warnings),
    remove: () => frame.remove(),
  };
}
