/** What many SDKs do: they replace the global `Page`, and the handlers of what comes through it. */
export const wrapPage = (seen: string[]) => (globals: Record<string, unknown>) => {
  const original = globals.Page as (page: Record<string, unknown>) => void;
  globals.Page = (page: Record<string, unknown>) => {
    const own = page.onShow as (...args: unknown[]) => unknown;
    page.onShow = function (this: { route: string }, ...args: unknown[]) {
      seen.push(this.route);
      return own.apply(this, args);
    };
    original(page);
  };
};
