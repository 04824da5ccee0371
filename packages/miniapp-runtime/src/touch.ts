import type { createPages, Node } from './pages.js';
import type { Platform } from './platform.js';

/** The user's finger and eyes. @param tappable Kinds of nodes whose template binds taps. */
export function createTouch(
  pages: ReturnType<typeof createPages>,
  platform: Platform,
  tappable: Set<string>,
  until: (condition: () => boolean) => Promise<void>,
  guard: (action: () => void) => void,
) {
  const find = (id: string) => pages.paths().find(([node]) => node?.uid === id || node?.sid === id);
  const describe = ({ uid, sid }: Node) => ({
    id: uid ?? sid,
    dataset: { sid },
    offsetLeft: 0,
    offsetTop: 0,
  });
  /** To the element and those around it, as far as the template binds the event. */
  const dispatch = async (id: string, type: string, detail: object, isBound: (node: Node) => boolean) => {
    await until(() => find(id) !== undefined);
    const page = pages.top();
    const timeStamp = performance.now();
    const path = find(id) ?? [];
    const [inner = {}] = path;
    const target = { ...describe(inner), ...platform.target?.(inner.sid) };
    for (const node of path.filter(isBound)) {
      guard(() => pages.call(page, 'eh', { type, timeStamp, target, currentTarget: describe(node), detail }));
    }
  };
  return {
    texts: () => pages.paths().flatMap(([node]) => (node?.v === undefined ? [] : [node.v])),
    tap: (id: string) => dispatch(id, 'tap', {}, ({ nn }) => tappable.has(`${nn}`)),
    input: (id: string, value: string) => dispatch(id, 'input', { value }, ({ uid }) => uid === id),
    share: () => pages.call(pages.top(), 'onShareAppMessage', platform.share),
  };
}
